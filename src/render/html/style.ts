/**
 * The look of every page, inside of it: one file alone, as a viewer of archives opens it, looks like all of them.
 *
 * Text and links keep a contrast of at least 4.5 to 1 on every ground they stand on, in both schemes.
 */
const style = `
:root {
  color-scheme: light dark;
  --ground: #fff; --raised: #f6f7f9; --text: #1c2128; --quiet: #535b66; --line: #d4d9e0; --link: #0b57b0;
  --accent: #17395f; --on-accent: #fff;
  --good: #12632f; --good-ground: #e3f4e8; --bad: #a3161c; --bad-ground: #fde9e9; --high-ground: #fbe0c8;
  --part: #7a4a00; --part-ground: #fdf1d8; --none: #4a525d; --none-ground: #eceff3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --raised: #1a2028; --text: #e4e8ee; --quiet: #a5afbb; --line: #36404c; --link: #84b8ff;
    --accent: #0b1a2c; --on-accent: #e4e8ee;
    --good: #7fdc9f; --good-ground: #12301d; --bad: #ff9c9c; --bad-ground: #4a1519; --high-ground: #45270f;
    --part: #f2c063; --part-ground: #37290c; --none: #b8c1cc; --none-ground: #252c35;
  }
}
* { box-sizing: border-box }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body {
  margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere;
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
}
a { color: var(--link); text-underline-offset: .15em }
a:hover { text-decoration-thickness: 2px }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px }
.skip { position: absolute; left: -999rem; top: 0; z-index: 2; padding: .6rem 1rem; background: var(--ground); color: var(--link) }
.skip:focus { left: .5rem; top: .5rem }
.site { background: var(--accent); color: var(--on-accent) }
.site > div { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; max-width: 84rem; margin: 0 auto; padding: .8rem 1.5rem }
.site a { color: inherit }
.site .name { flex: 1 1 16rem; font-weight: 650; text-decoration: none }
.site .name:hover { text-decoration: underline }
.site ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; font-size: .95rem }
.site :focus-visible { outline-color: currentcolor }
.layout { max-width: 84rem; margin: 0 auto; padding: 1.25rem 1.5rem 3rem }
.content { min-width: 0 }
.trail ol { display: flex; flex-wrap: wrap; gap: .1rem .5rem; margin: 0 0 1rem; padding: 0; list-style: none; font-size: .9rem; color: var(--quiet) }
.trail li + li::before { content: "/"; margin-right: .5rem; color: var(--quiet) }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; text-wrap: balance; margin: 2rem 0 .75rem }
h1 { font-size: 1.9rem; margin-top: 0; letter-spacing: -.01em }
h2 { font-size: 1.35rem; padding-top: 1.1rem; border-top: 1px solid var(--line) }
h3 { font-size: 1.1rem }
h4, h5, h6 { font-size: 1rem }
p, ul, ol, blockquote, pre, details, .table, aside { margin: 0 0 1rem }
main > p, main > ul, main > ol, main > blockquote { max-width: 46rem }
hr { height: 0; margin: 2.5rem 0 1rem; border: 0; border-top: 1px solid var(--line) }
hr ~ p { font-size: .9rem; color: var(--quiet) }
blockquote { padding: 0 1rem; border-left: .25rem solid var(--line); color: var(--quiet) }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .875em }
code { padding: .1em .3em; border-radius: 3px; background: var(--raised) }
pre { padding: .9rem 1rem; overflow: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); overflow-wrap: normal }
pre code { padding: 0; background: none }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; width: fit-content; max-width: 100% }
table { border-collapse: collapse; font-size: .925rem; line-height: 1.45; font-variant-numeric: tabular-nums }
th, td { padding: .5rem .8rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); min-width: 4.5rem; max-width: 30rem; overflow-wrap: break-word }
tbody tr:last-child > * { border-bottom: 0 }
thead th { background: var(--raised); font-weight: 600; vertical-align: bottom }
tbody th { font-weight: 600 }
.table.facts, .facts > table { width: 100% }
.facts tbody th { width: 13rem; background: var(--raised); border-right: 1px solid var(--line) }
.facts td { max-width: none }
.right { text-align: right }
.center { text-align: center }
td code, .short { white-space: nowrap }
caption, .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.table { position: relative }
details { border: 1px solid var(--line); border-radius: 6px }
summary { padding: .5rem .8rem; cursor: pointer; font-weight: 600; border-radius: 6px }
summary:hover { background: var(--raised) }
details[open] > summary { border-bottom: 1px solid var(--line); border-radius: 6px 6px 0 0 }
details > :not(summary, .table) { margin: .8rem }
details > .table { width: auto; max-width: none; margin: 0; border: 0 }
.alert { padding: .8rem 1rem; border: 1px solid; border-left-width: .35rem; border-radius: 6px; max-width: 60rem; background: var(--none-ground); border-color: var(--none) }
.alert > p:last-child { margin: 0 }
.alert > .alert-word { margin: 0 0 .2rem; font-weight: 700; color: var(--none) }
.alert.warning, .alert.caution { background: var(--part-ground); border-color: var(--part) }
.alert.warning > .alert-word, .alert.caution > .alert-word { color: var(--part) }
.alert.caution { background: var(--bad-ground); border-color: var(--bad) }
.alert.caution > .alert-word { color: var(--bad) }
.alert a { color: inherit }
.state { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-weight: 600; white-space: nowrap; background: var(--none-ground); color: var(--none) }
.state strong { font-weight: inherit }
.state.met { background: var(--good-ground); color: var(--good) }
.state.not-met { background: var(--bad-ground); color: var(--bad) }
.state.partially-met { background: var(--part-ground); color: var(--part) }
.heat.low { background: var(--good-ground) }
.heat.medium { background: var(--part-ground) }
.heat.high { background: var(--high-ground) }
.heat.critical { background: var(--bad-ground); color: var(--bad) }
.sections { margin: 0 0 1.5rem; padding: .7rem 1rem; border-radius: 6px; background: var(--raised); font-size: .925rem }
.label { margin: 0 0 .35rem; padding: 0; border: 0; font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; color: var(--quiet) }
.sections ul { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; margin: 0; padding: 0; list-style: none }
.documents { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); font-size: .925rem }
.documents ul { margin: 0 0 1.1rem; padding: 0; list-style: none }
.documents li { margin: 0 }
.documents li a { display: block; padding: .2rem .6rem; margin: 0 -.6rem; border-radius: 4px; text-decoration: none }
.documents li a:hover { text-decoration: underline }
.documents a[aria-current] { background: var(--raised); color: var(--text); font-weight: 650 }
.foot { margin-top: 2rem; font-size: .85rem; color: var(--quiet) }
.find { display: block; margin: 0 0 1rem }
.find input { display: block; width: 100%; max-width: 32rem; margin-top: .3rem; padding: .55rem .8rem; font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--quiet); border-radius: 6px }
.found { padding: 0; list-style: none }
.found li { padding: .35rem 0; border-bottom: 1px solid var(--line) }
.found .where { color: var(--quiet); font-size: .9rem }
[hidden] { display: none !important }
@media (min-width: 64rem) {
  .layout { display: grid; grid-template-columns: 15.5rem minmax(0, 1fr); gap: 2.5rem }
  .content { grid-column: 2; grid-row: 1 }
  .foot { grid-column: 2; margin: 0 }
  .documents { grid-column: 1; grid-row: 1; margin: 0; padding: 0; border: 0; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 1rem .6rem }
}
@media (max-width: 40rem) {
  .layout, .site > div { padding-left: 1rem; padding-right: 1rem }
  h1 { font-size: 1.5rem }
  .facts tbody th { width: auto }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth } }
@media print {
  :root { --ground: #fff; --raised: #f6f7f9; --text: #000; --quiet: #444; --line: #bbb; --link: #000 }
  :root {
    --good: #12632f; --good-ground: #fff; --bad: #a3161c; --bad-ground: #fff; --high-ground: #fff;
    --part: #7a4a00; --part-ground: #fff; --none: #333; --none-ground: #fff;
  }
  @page { margin: 18mm 15mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif } }
  body { font-size: 10pt }
  .skip, .documents, .trail, .sections, .site ul, .find { display: none }
  .site { background: none; color: #000; border-bottom: 1px solid #000 }
  .site > div, .layout { display: block; max-width: none; padding: 0 0 .4rem }
  main { padding-top: .8rem }
  main > p, main > ul, main > ol, .alert { max-width: none }
  h1 { font-size: 16pt }
  h2 { font-size: 12.5pt; margin: 1.2rem 0 .5rem; padding-top: .6rem }
  h3 { font-size: 11pt; margin: 1rem 0 .4rem }
  h1, h2, h3, h4, summary, caption { break-after: avoid }
  tr, .alert, pre { break-inside: avoid }
  thead { display: table-header-group; break-after: avoid }
  .table { overflow: visible; width: 100%; border-radius: 0 }
  table { width: 100%; font-size: 8.5pt }
  th, td { padding: .25rem .4rem; min-width: 0; max-width: 18rem }
  td code { white-space: normal; overflow-wrap: anywhere }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
  .facts tbody th { width: 28% }
  .state { border: 1px solid; padding: 0 .3rem }
  details::details-content { content-visibility: visible; block-size: auto; display: block }
  details, summary { border-radius: 0 }
  summary { list-style: none }
  a { text-decoration: none }
  main a[href^="http"]::after { content: " <" attr(href) ">"; font-size: 7.5pt; color: #333; overflow-wrap: anywhere }
}
`

/**
 * The style of a page, which on paper repeats a line at the top of every sheet: the id and the classification of the document.
 *
 * @param line left out where it holds anything but words and numbers: it becomes part of the style
 */
export const styleOf = (line: string | undefined): string =>
  line === undefined || !/^[A-Za-z0-9 ,.:-]{1,120}$/.test(line)
    ? style
    : `${style}@media print { @page { @top-right { content: "${line}"; font: 8pt sans-serif } } }\n`

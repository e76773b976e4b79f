import { type Page, toHtml } from './render-gfm.ts'

/** Roughly what GitHub does with a page: its width, its tables, its quotes. Written from how pages look. */
const style = `
body { margin: 0 auto; padding: 32px; max-width: 980px; box-sizing: border-box; color: #1f2328; overflow-wrap: break-word;
  font: 16px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
h1, h2 { border-bottom: 1px solid #d1d9e0b3; padding-bottom: .3em; line-height: 1.25 }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; margin: 0 0 16px }
th, td { padding: 6px 13px; border: 1px solid #d1d9e0 }
tr:nth-child(2n) { background: #f6f8fa }
code { font: 85% ui-monospace, "Liberation Mono", monospace; background: #818b981f; padding: .2em .4em; border-radius: 6px;
  white-space: break-spaces }
pre { overflow: auto; padding: 16px; background: #f6f8fa } pre code { background: none; white-space: pre }
blockquote { margin: 0 0 16px; padding: 0 1em; border-left: .25em solid #d1d9e0; color: #59636e }
a { color: #0969da; text-decoration: none }
hr { height: .25em; border: 0; background: #d1d9e0 }
`

/** A whole HTML file for a browser. */
export const githubPage = (page: Page): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>page</title><style>${style}</style><body>${toHtml(page)}</body></html>`

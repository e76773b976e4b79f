/** The part of Handlebars that reads templates: it makes no code. Handlebars has no types for it. */
declare module 'handlebars/dist/cjs/handlebars/compiler/base.js' {
  const base: { parse(text: string): hbs.AST.Program }
  export default base
}

export type Paint = (style: keyof typeof styles, text: string) => string

const styles = { error: '31;1', warning: '33;1', ok: '32;1', dim: '2', bold: '1' } as const

/** Colours a text for a terminal, or leaves it as it is. */
export const painter =
  (colours: boolean): Paint =>
  (style, text) =>
    colours ? `\u001b[${styles[style]}m${text}\u001b[0m` : text

/**
 * Whether a variable is given to no source, whatever is declared: with it a source could write to the log or the forge. A source
 * that needs a token gets one of its own, under another name.
 */
export const isWithheld = (variable: string): boolean =>
  /^(?:COUNTERSIGN_.*|ACTIONS_.*|GITHUB_TOKEN|GH_TOKEN)$/i.test(variable)

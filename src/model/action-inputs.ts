/** What the Action can be asked to do. */
export const modes = ['check', 'gate', 'record', 'render'] as const
export type Mode = (typeof modes)[number]

/** Names of all inputs, as action.yml has them. */
export const inputNames = [
  'mode',
  'github-token',
  'config',
  'as-of',
  'base',
  'environment',
  'enforce',
  'comment',
  'request-reviews',
  'app-slug',
  'log-key',
  'collect',
  'collect-token',
  'documents',
  'format',
  'edition',
  'report',
] as const

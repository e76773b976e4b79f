/** What `evidence import` reads besides what a source of the program declares. */
export const importFormatNames = [
  'sarif',
  'prowler',
  'junit',
  'cobertura',
  'lcov',
  'istanbul',
  'jacoco',
  'go',
  'prometheus-rules',
  'alertmanager',
  'in-toto',
] as const

export type ImportFormat = (typeof importFormatNames)[number]

/** What `evidence import` reads besides what a source of the program declares. */
export const importFormats = {
  sarif: { kind: 'scan.result', says: 'SARIF 2.1.0 of any scanner' },
  prowler: { kind: 'scan.result', says: 'OCSF of Prowler, an array or lines' },
  junit: { kind: 'test.result', says: 'JUnit XML' },
  cobertura: { kind: 'coverage.result', says: 'Cobertura XML' },
  lcov: { kind: 'coverage.result', says: 'LCOV trace file' },
  istanbul: { kind: 'coverage.result', says: 'json-summary of Istanbul' },
  jacoco: { kind: 'coverage.result', says: 'JaCoCo XML' },
  go: { kind: 'coverage.result', says: 'cover profile of Go' },
  'prometheus-rules': { kind: 'collection.window', says: 'rule file of Prometheus' },
  alertmanager: { kind: 'collection.window', says: 'alerts of Alertmanager (API v2)' },
  'in-toto': { kind: 'statement.imported', says: 'in-toto statements, also in DSSE envelopes' },
} as const

export type ImportFormat = keyof typeof importFormats
export const importFormatNames = Object.keys(importFormats) as ImportFormat[]

import type { CheckReport } from './check-report.ts'

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
const schemaVersion = 1

/** The report for a program; the contract is `schemas/check-report.json`. Control characters are escaped by JSON. */
export const printJson = ({ base, ...report }: CheckReport): string =>
  `${JSON.stringify({ schemaVersion, kind: 'CheckReport', ...report, base: base ?? null }, undefined, 2)}\n`

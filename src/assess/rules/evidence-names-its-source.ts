import { type Finding, failIfAny } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'
import { describeRecord } from '../describe-record.ts'
import { newestOfSeries, seriesOf } from './brought-in.ts'

export const evidenceNamesItsSource = defineAssessmentRule({
  id: 'EVD-004',
  name: 'evidence-names-its-source',
  title: 'What was read or scanned says by which tool, of which version, with which query',
  severity: 'error',
  rationale:
    'An auditor asks how a list was made before they use it. Without the query nobody knows what is not in it, and without the version nobody can make it again.',
  remedy: 'Import it again with the query that made it; use a tool that writes its version.',
  criteria: ['CC2.1', 'CC4.1'],
  since: '0.2.0',
  needs: 'log',

  judge({ records, placeOf }) {
    return newestOfSeries(records)
      .filter(({ kind }) => kind !== 'statement.imported')
      .map((record) => {
        const { data } = record
        const named = describeRecord(record)
        const at = placeOf(record.index).locate()
        const findings: Finding[] = []
        // What a collector of ours read, it asked for as its source says; a file says nothing of how it was made.
        const isFile = record.kind !== 'collection.window' || record.data.method === 'import'
        if (isFile && 'query' in data && data.query.trim() === '')
          findings.push({ message: `${named}: nobody says which query or options made it`, at })
        if ('toolVersion' in data && data.toolVersion === null)
          findings.push({ message: `${named}: ${data.tool} does not say its version`, at, severity: 'warning' })
        return { resource: seriesOf(record), outcome: failIfAny(findings) }
      })
  },
})

import type { Alert, AlertFile } from '../../model/alert-file.ts'
import type { Located } from '../../model/location.ts'
import { type Finding, failIfAny, notDetermined, type Outcome } from '../../model/outcome.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import { defineRule } from '../define-rule.ts'
import { whyNotOfficial } from '../scope/official-criterion.ts'

export const alertIsLabelledAndRouted = defineRule({
  id: 'COM-002',
  name: 'alert-is-labelled-and-routed',
  title: 'An alert that serves a criterion names it by its official id, has a severity, and reaches a planned channel',
  subject: 'alert-file',
  severity: 'error',
  rationale:
    'An alert is evidence for a criterion only when its label means one, and it helps only when somebody gets it. Ids that do not exist and severities that no route takes are found here, before something happens.',
  remedy:
    'In the rule file set `soc2_control` to an official id and `severity`; in the Monitoring record add an alert route for that severity whose channel is in the communication plan.',
  criteria: ['CC7.2', 'CC7.3', 'CC2.2'],
  since: '0.1.0',

  check(file, { model }) {
    const { content, path } = file
    const atName = namedAt(file)
    if (atName === undefined) {
      const at = content.kind === 'read' ? content.alerts[0]?.at.locate(['name'], 'key') : undefined
      const message = `${path} holds alerting rules, but no Monitoring record names it, so nothing in it was looked at`
      return failIfAny([
        { message, at: at ?? { file: path, line: 1, column: 1, endLine: 1, endColumn: 1 }, severity: 'warning' },
      ])
    }
    switch (content.kind) {
      case 'missing':
        return failIfAny([
          {
            message: `There is no rule file ${path}`,
            at: atName,
            hint: 'write the path from the root of the repository',
          },
        ])
      case 'unreadable': {
        const { what, at, remedy } = content.problem
        const related = [{ at: atName, message: 'named here' }]
        return failIfAny([{ message: `The rule file cannot be read: ${what}`, at, hint: remedy, related }])
      }
      case 'reported':
        return notDetermined(`${path} has problems of its own`)
      case 'not-given':
        return notDetermined(`${path} lies outside the program folder and was not read`)
      case 'read':
        return judge(content, model, atName, path)
    }
  },
})

const namedAt = ({ named: [first] }: AlertFile) => first?.at.locate(first.path, 'value')

function judge(
  { alerts, faults }: Extract<AlertFile['content'], { kind: 'read' }>,
  model: ProgramModel,
  atName: Finding['at'],
  path: string,
): Outcome {
  const findings: Finding[] = faults.map(({ what, at }) => ({ message: `Prometheus does not load this: ${what}`, at }))
  const labelled = alerts.filter(({ value }) => value.labels.has(controlLabel))
  if (labelled.length === 0 && faults.length === 0) {
    findings.push({ message: `No alert of ${path} has the label ${controlLabel}`, at: atName })
  }
  let open: string | undefined
  for (const alert of labelled) {
    findings.push(...criteriaOf(alert))
    const severity = alert.value.labels.get('severity')
    if (severity?.includes('{{') === true) open ??= `the severity of ${alert.value.name} is known only when it fires`
    else findings.push(...routeOf(alert, severity, model))
  }
  return findings.length === 0 && open !== undefined ? notDetermined(open) : failIfAny(findings)
}

/** The label by which an alert says which criterion it serves; several ids are separated by commas or spaces. */
export const controlLabel = 'soc2_control'

function criteriaOf({ value: alert, at }: Located<Alert>): Finding[] {
  const place = at.locate(alert.labelPaths.get(controlLabel), 'value')
  const ids = (alert.labels.get(controlLabel) ?? '').split(/[\s,]+/).filter((id) => id !== '')
  if (ids.length === 0) return [{ message: `${controlLabel} of ${alert.name} is empty`, at: place }]
  return ids.flatMap((id) => {
    const wrong = whyNotOfficial(id)
    if (wrong === undefined) return []
    const hint = wrong.hint === undefined ? {} : { hint: wrong.hint }
    return [{ message: `${alert.name} serves ${id}, which ${wrong.what}`, at: place, ...hint }]
  })
}

function routeOf({ value: alert, at }: Located<Alert>, severity: string | undefined, model: ProgramModel): Finding[] {
  if (severity === undefined || severity === '') {
    return [{ message: `${alert.name} has no severity`, at: at.locate([...alert.path, 'alert'], 'value') }]
  }
  const routes = model.monitorings.flatMap(({ value }) => value.alertRoutes ?? [])
  const taking = routes.filter(({ severities }) => severities?.includes(severity) === true)
  const [route] = taking.length > 0 ? taking : routes.filter(({ severities }) => severities === undefined)
  const place = at.locate(alert.labelPaths.get('severity'), 'value')
  if (route === undefined)
    return [{ message: `No alert route takes ${alert.name}, whose severity is ${severity}`, at: place }]
  const channel = model.channels.get(route.channel)
  if (channel !== undefined && channel.value.status !== 'retired') return []
  if (channel === undefined && model.malformedIds.has(route.channel)) return []
  const why = channel === undefined ? 'is in no communication plan' : 'nobody reads any more'
  const what = `${alert.name} is sent by the route ${route.id} to ${route.channel}, which ${why}`
  return [{ message: what, at: place }]
}

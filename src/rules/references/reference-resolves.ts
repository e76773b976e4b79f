import { failIfAny, notDetermined, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const referenceResolves = defineRule({
  id: 'REF-002',
  name: 'reference-resolves',
  title: 'Every reference names a record of the right kind',
  subject: 'reference',
  severity: 'error',
  rationale:
    'A reference that leads nowhere looks like a link between a risk, a control and a policy that does not exist.',
  remedy: 'Correct it, or write the record or text that it names.',
  criteria: ['CC2.1'],
  since: '0.1.0',
  neverKnown: true,

  check({ from, at, path, id, kinds }, { named, model, nearestName }) {
    const found = named.get(id) ?? []
    if (found.some(({ kind }) => kinds.includes(kind))) return pass
    if (model.malformedIds.has(id)) return notDetermined(`${id} stands in a file with problems`)
    if (kinds.length === 0) {
      if (model.bodies.has(id)) return pass
      // The texts of other policies would be a wrong guess, and files that no policy names are not known here.
      return failIfAny([
        { message: `${from} has its text in ${id}, but there is no such file`, at: at.locate(path, 'value') },
      ])
    }
    const wanted = kinds.join(' or ')
    const here = at.locate(path, 'value')
    const [other] = found
    if (other !== undefined) {
      return failIfAny([
        {
          message: `${from} names ${id} as a ${wanted}, but it is a ${other.kind}`,
          at: here,
          related: [{ at: other.at.locate(['id'], 'value'), message: `${id} is written here` }],
        },
      ])
    }
    const near = nearestName(id, kinds)
    const nearAt = near === undefined ? undefined : named.get(near)?.[0]?.at
    return failIfAny([
      {
        message: `${from} names the ${wanted} ${id}, which does not exist`,
        at: here,
        ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
        ...(near === undefined || nearAt === undefined
          ? {}
          : { related: [{ at: nearAt.locate(['id'], 'value'), message: `${near} is written here` }] }),
      },
    ])
  },
})

import { type Finding, failIfAny } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const noCycles = defineRule({
  id: 'REF-007',
  name: 'no-cycles',
  title: 'Nothing inherits from, replaces, depends on or belongs to itself',
  subject: 'link-graph',
  severity: 'error',
  rationale:
    'In a circle nothing comes first: who holds a role, or which control must work before another, has no answer.',
  remedy: 'Remove one of the references of the circle.',
  criteria: ['CC2.1'],
  since: '0.1.0',
  neverKnown: true,

  check({ link, nodes }) {
    const findings: Finding[] = []
    const done = new Set<string>()
    for (const start of nodes.keys()) {
      // Depth first without recursion: a chain may be as long as there are records.
      const trail: { id: string; next: number }[] = []
      const onTrail = new Map<string, number>()
      const enter = (id: string) => {
        onTrail.set(id, trail.length)
        trail.push({ id, next: 0 })
      }
      if (!done.has(start)) enter(start)
      for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
        const node = nodes.get(top.id)
        const step = node?.links[top.next]
        top.next += 1
        if (step === undefined) {
          done.add(top.id)
          onTrail.delete(top.id)
          trail.pop()
          continue
        }
        const from = onTrail.get(step.to)
        if (from !== undefined && node !== undefined) {
          const circle = [...trail.slice(from).map(({ id }) => id), step.to]
          const shown = circle.length > 8 ? [...circle.slice(0, 4), '...', ...circle.slice(-3)] : circle
          findings.push({
            message: `${step.to} leads back to itself by \`${link}\`: ${shown.join(' -> ')}`,
            at: node.at.locate(step.path, 'value'),
            related: circle
              .slice(0, -1)
              .flatMap((id) => {
                const at = nodes.get(id)?.at
                return at === undefined || id === top.id
                  ? []
                  : [{ at: at.locate([link]), message: `${id} is part of the circle` }]
              })
              .slice(0, 6),
          })
        } else if (!done.has(step.to) && nodes.has(step.to)) enter(step.to)
      }
    }
    return failIfAny(findings)
  },
})

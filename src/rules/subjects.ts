import { criteria } from '../model/criteria.ts'
import { actsIn } from './acts.ts'
import { datesIn } from './dates.ts'
import type { CriterionMapping, SubjectKind, SubjectOf } from './define-rule.ts'
import { linkGraphsOf } from './link-graphs.ts'
import { referencesIn } from './references.ts'
import type { RuleContext } from './rule-context.ts'

/** How to find everything of a subject, and what an exception calls it: the id of the record it belongs to. */
type Subjects = {
  readonly [S in SubjectKind]: {
    all(context: RuleContext): readonly SubjectOf[S][]
    resourceOf(subject: SubjectOf[S]): string
  }
}

const byId = ({ value }: { readonly value: { readonly id: string } }): string => value.id

export const subjects: Subjects = {
  tree: { all: ({ model }) => [model], resourceOf: () => 'program' },
  record: {
    all: ({ model }) => model.records,
    resourceOf: (record) => ('id' in record.value ? record.value.id : record.kind),
  },
  'declared-id': { all: ({ model }) => model.declaredIds, resourceOf: ({ id }) => id },
  reference: { all: ({ model }) => referencesIn(model), resourceOf: ({ from }) => from },
  act: { all: actsIn, resourceOf: ({ from }) => from },
  date: { all: datesIn, resourceOf: ({ from }) => from },
  'link-graph': { all: ({ model }) => linkGraphsOf(model), resourceOf: ({ link }) => link },
  'ambiguous-scalar': { all: ({ model }) => model.ambiguousScalars, resourceOf: ({ at }) => at.file },
  'criterion-mapping': { all: ({ model }) => mappingsIn(model), resourceOf: ({ from }) => from },
  criterion: {
    all: ({ program }) => {
      const scope = new Set<string>(program?.categories)
      return [...criteria.values()].filter(({ category }) => scope.has(category))
    },
    resourceOf: ({ id }) => id,
  },
  program: { all: ({ model }) => model.programs, resourceOf: byId },
  person: { all: ({ model }) => [...model.people.values()], resourceOf: byId },
  role: { all: ({ model }) => [...model.roles.values()], resourceOf: byId },
  'sod-pair': { all: ({ model }) => [...model.sodPairs.values()], resourceOf: byId },
  policy: { all: ({ model }) => [...model.policies.values()], resourceOf: byId },
  control: { all: ({ model }) => [...model.controls.values()], resourceOf: byId },
  decision: { all: ({ model }) => model.decisions, resourceOf: byId },
  risk: { all: ({ model }) => [...model.risks.values()], resourceOf: byId },
  change: { all: ({ model }) => [...model.changes.values()], resourceOf: byId },
  exception: { all: ({ model }) => [...model.exceptions.values()], resourceOf: byId },
}

function mappingsIn({ controls, decisions }: RuleContext['model']): CriterionMapping[] {
  const ofControls = [...controls.values()].flatMap(({ value, at }) =>
    value.criteria.map(({ id }, index) => ({ from: value.id, at, path: ['criteria', index, 'id'], id })),
  )
  const ofDecisions = decisions.map(({ value, at }) => ({
    from: value.id,
    at,
    path: ['criterion'],
    id: value.criterion,
  }))
  return [...ofControls, ...ofDecisions]
}

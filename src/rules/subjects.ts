import { criteria } from '../model/criteria.ts'
import { collectionOf, kinds } from '../model/kinds.gen.ts'
import type { Located } from '../model/location.ts'
import type { CollectionName, ItemOf } from '../model/records.ts'
import { actsIn } from './acts.ts'
import { annotatedFields, itemsOf, nameOf } from './annotated-fields.ts'
import { datesIn } from './dates.ts'
import { deadlinesIn } from './deadlines.ts'
import type { Claim, CriterionMapping, SubjectKind, SubjectOf } from './define-rule.ts'
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
  deadline: { all: deadlinesIn, resourceOf: ({ from }) => from },
  'link-graph': { all: ({ model }) => linkGraphsOf(model), resourceOf: ({ link }) => link },
  'ambiguous-scalar': { all: ({ model }) => model.ambiguousScalars, resourceOf: ({ at }) => at.file },
  'alert-file': { all: ({ model }) => model.alertFiles, resourceOf: ({ path }) => path },
  'criterion-mapping': { all: ({ model }) => mappingsIn(model), resourceOf: ({ from }) => from },
  criterion: {
    all: ({ program }) => {
      const scope = new Set<string>(program?.categories)
      return [...criteria.values()].filter(({ category }) => scope.has(category))
    },
    resourceOf: ({ id }) => id,
  },
  'merged-change': { all: ({ logged }) => logged.merges, resourceOf: ({ record }) => `pull-${record.data.pull}` },
  'unapproved-change': {
    all: ({ logged }) => [
      ...logged.merges.filter(({ record }) => record.data.verdict !== 'approved'),
      ...logged.unreviewed,
    ],
    resourceOf: ({ record }) => ('commit' in record.data ? record.data.commit : `pull-${record.data.pull}`),
  },
  'logged-deployment': { all: ({ logged }) => logged.deployments, resourceOf: ({ record }) => record.data.sha },
  'read-dataset': {
    all: ({ logged }) => logged.readings,
    resourceOf: ({ record: { data } }) => `${data.dataset} of ${data.system}`,
  },
  claim: { all: ({ model }) => claimsIn(model), resourceOf: ({ from }) => from },
  ...collectionSubjects(),
}

/** Every collection of the model as a subject. */
function collectionSubjects() {
  const entries = kinds
    .flatMap((kind) => [kind, ...kind.rows].map((item) => ({ item, kind: kind.kind })))
    .flatMap(({ item, kind }) => (item.collection === undefined ? [] : [[item.collection, { item, kind }] as const]))
  const infoOf = new Map(entries)
  const subjectOf = ([subject, collection]: readonly [string, CollectionName]) => {
    const info = infoOf.get(collection)
    const resourceOf = ({ value }: Located<unknown>) => nameOf(value, info?.item ?? {}, info?.kind ?? subject)
    return [subject, { all: ({ model }: RuleContext) => itemsOf(model, collection), resourceOf }] as const
  }
  return Object.fromEntries(Object.entries(collectionOf).map(subjectOf)) as unknown as Pick<Subjects, keyof ItemOf>
}

function claimsIn(model: RuleContext['model']): Claim[] {
  const found: Claim[] = []
  for (const { from, item, path, value } of annotatedFields(model, 'claim')) {
    if (typeof value === 'string') found.push({ from, person: value, at: item.at, path })
  }
  return found
}

function mappingsIn(model: RuleContext['model']): CriterionMapping[] {
  const found: CriterionMapping[] = []
  for (const { from, item, path, value } of annotatedFields(model, 'criterion')) {
    if (typeof value === 'string') found.push({ from, at: item.at, path, id: value })
  }
  return found
}

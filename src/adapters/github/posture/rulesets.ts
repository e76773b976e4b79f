import type { Reading } from '../../../model/facts.ts'
import type { BypassActor, Ruleset } from '../../../model/posture-facts.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { cutText, type JsonObject, orNull, toId, toList, toObject } from '../json.ts'
import { wholeList } from '../pages.ts'
import { NotKnown, notKnown, readableOf, readingOf } from '../reading.ts'
import { toRuleContent } from './branch-rule.ts'
import { longestName, type PostureSubject } from './question.ts'

/** Each costs a request. GitHub allows 75 for a repository and 75 for an organisation. */
const mostRulesets = 200

const enforcements = new Map<unknown, Ruleset['enforcement']>([
  ['active', 'active'],
  ['evaluate', 'evaluate'],
  ['disabled', 'disabled'],
])
const kinds = new Map<unknown, BypassActor['kind']>([
  ['Integration', 'app'],
  ['OrganizationAdmin', 'organisation-admin'],
  ['RepositoryRole', 'role'],
  ['Team', 'team'],
  ['DeployKey', 'deploy-key'],
  ['User', 'user'],
])
const modes = new Map<unknown, BypassActor['mode']>([
  // The default, by GitHub's description.
  [undefined, 'always'],
  ['always', 'always'],
  ['pull_request', 'pull-request'],
  ['exempt', 'exempt'],
])

/** Every ruleset for branches that concerns the repository, with its details. */
export function readRulesets(session: Session, { parameters, about }: PostureSubject): Promise<Reading<Ruleset>> {
  return readingOf(async () => {
    const question = { endpoint: endpoints.rulesets, parameters: { ...parameters, includes_parents: true }, about }
    const listed = (await wholeList(session, question)).map((entry) => toObject(entry, 'a ruleset'))
    const ours = listed.filter(({ target }) => target === undefined || target === 'branch')
    if (ours.length > mostRulesets) return new NotKnown(`There are more than ${mostRulesets} rulesets.`)
    return await Promise.all(
      ours.map(async (entry): Promise<Ruleset> => {
        const id = toId(entry['id'], 'the id of a ruleset')
        const details = await readableOf(async () => {
          const { data } = await session.ask(
            endpoints.ruleset,
            { ...parameters, ruleset_id: id },
            `${about}, ruleset ${id}`,
          )
          return toDetails(toObject(data, 'a ruleset'))
        })
        return {
          id,
          name: cutText(entry['name'], 'the name of a ruleset', longestName),
          source: cutText(entry['source'], 'the source of a ruleset', longestName),
          enforcement: enforcements.get(entry['enforcement']) ?? 'unknown',
          ...(details.known ? details.value : { rules: details, refs: details, bypass: details }),
        }
      }),
    )
  })
}

function toDetails(ruleset: JsonObject): Pick<Ruleset, 'rules' | 'refs' | 'bypass'> {
  const { rules, conditions, bypass_actors: actors } = ruleset
  return {
    rules: toReading(rules, 'The forge did not tell the rules of the ruleset.', (entry) =>
      toRuleContent(toObject(entry, 'a rule')),
    ),
    refs: toRefs(conditions),
    bypass: toReading(actors, 'Who may bypass a ruleset is told only to who may edit it.', (entry) => {
      const { actor_type: kind, actor_id: id, bypass_mode: mode } = toObject(entry, 'who may bypass a ruleset')
      return {
        kind: kinds.get(kind) ?? 'unknown',
        id: typeof id === 'number' && Number.isSafeInteger(id) ? id : null,
        mode: modes.get(mode) ?? 'unknown',
      }
    }),
  }
}

const toReading = <T>(value: unknown, why: string, parse: (entry: unknown) => T): Reading<T> =>
  value === undefined ? notKnown(why) : { known: true, value: toList(value, 'a list of a ruleset').map(parse) }

function toRefs(conditions: unknown): Ruleset['refs'] {
  const names = orNull(conditions, (value) => toObject(value, 'the conditions of a ruleset'))?.['ref_name']
  if (names === undefined || names === null)
    return notKnown('The forge did not tell which branches the ruleset is for.')
  const { include, exclude } = toObject(names, 'the branches of a ruleset')
  const patterns = (value: unknown): readonly string[] =>
    (orNull(value, (list) => toList(list, 'the branches of a ruleset')) ?? []).map((pattern) =>
      cutText(pattern, 'a branch of a ruleset', longestName),
    )
  return { known: true, value: { include: patterns(include), exclude: patterns(exclude) } }
}

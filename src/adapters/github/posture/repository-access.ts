import type { Readable, Reading } from '../../../model/facts.ts'
import { ForgeRefused } from '../../../model/forge-fault.ts'
import type { Administrator, CodeOwnersFault, MergeMethod, RepositorySettings } from '../../../model/posture-facts.ts'
import { toAccount } from '../account.ts'
import { readBranchTip } from '../branch-tip.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { cutText, toBoolean, toCount, toList, toObject } from '../json.ts'
import { wholeList } from '../pages.ts'
import { NotKnown, readableOf, readingOf } from '../reading.ts'
import { secretNames } from './environments.ts'
import { longestName, type PostureSubject } from './question.ts'

const methodSettings: readonly (readonly [string, MergeMethod])[] = [
  ['allow_merge_commit', 'merge'],
  ['allow_squash_merge', 'squash'],
  ['allow_rebase_merge', 'rebase'],
]

export interface RepositoryReading extends RepositorySettings {
  readonly isOfOrganisation: boolean
}

export const readRepository = (
  session: Session,
  { parameters, about }: PostureSubject,
): Promise<Readable<RepositoryReading>> =>
  readableOf(async () => {
    const { data } = await session.ask(endpoints.repository, parameters, about)
    const answer = toObject(data, 'the repository')
    const flag = (name: string) => (typeof answer[name] === 'boolean' ? answer[name] : null)
    // Told only to who may write: one that is missing is not "off".
    const told = methodSettings.every(([name]) => flag(name) !== null)
    return {
      isPrivate: toBoolean(answer['private'], 'whether the repository is private'),
      isOfOrganisation: toObject(answer['owner'], 'the owner of the repository')['type'] === 'Organization',
      mergeMethods: told ? methodSettings.flatMap(([name, method]) => (flag(name) === true ? [method] : [])) : null,
      autoMerge: flag('allow_auto_merge'),
      forking: flag('allow_forking'),
    }
  })

/** Who administers the repository, and who of them is from outside the organisation, where it is one's. */
export async function readAdministrators(
  session: Session,
  { parameters, about }: PostureSubject,
  repository: Readable<RepositoryReading>,
): Promise<Reading<Administrator>> {
  if (!repository.known) return repository
  const { isOfOrganisation } = repository.value
  return readingOf(async () => {
    const list = async (affiliation: 'all' | 'outside') => {
      const wanted = { ...parameters, permission: 'admin', affiliation }
      const entries = await wholeList(session, { endpoint: endpoints.collaborators, parameters: wanted, about })
      return entries.flatMap((entry) => toAccount(entry, 'who administers the repository') ?? [])
    }
    const [all, outside] = await Promise.all([list('all'), isOfOrganisation ? list('outside') : []])
    const ids = new Set(outside.map(({ id }) => id))
    return all.map(({ id, login, type }) => ({ login, isBot: type === 'bot', isOutside: ids.has(id) }))
  })
}

/** Null where there is no such file: the forge answers 404, as it does to who may not look. */
export const readCodeOwnersFaults = (
  session: Session,
  { parameters, about }: PostureSubject,
  branch: string,
): Promise<Readable<readonly CodeOwnersFault[] | null>> =>
  readableOf(async () => {
    try {
      const { data } = await session.ask(
        endpoints.codeOwnersErrors,
        { ...parameters, ref: branch },
        `${about}, ${branch}`,
      )
      const errors = toList(toObject(data, 'the faults of CODEOWNERS')['errors'], 'the faults of CODEOWNERS')
      return errors.map((entry) => {
        const { line, path, kind } = toObject(entry, 'a fault of CODEOWNERS')
        return {
          line: toCount(line, 'the line of a fault'),
          path: cutText(path, 'the path of CODEOWNERS', longestName),
          kind: cutText(kind, 'the kind of a fault', longestName),
        }
      })
    } catch (error) {
      if (!(error instanceof ForgeRefused) || error.status !== 404) throw error
      // The branch lies behind the same permission.
      const tip = await readBranchTip(session, { owner: parameters.owner, name: parameters.repo }, branch)
      return tip === undefined ? new NotKnown(`There is no branch ${branch}.`) : null
    }
  })

/** Secrets that every workflow may use: those of the repository, and those that the organisation shares with it. */
export async function readSecrets(
  session: Session,
  subject: PostureSubject,
  repository: Readable<RepositoryReading>,
): Promise<Reading<string>> {
  if (!repository.known) return repository
  return readingOf(async () => {
    const own = await secretNames(session, subject, endpoints.repositorySecrets)
    return repository.value.isOfOrganisation
      ? [...own, ...(await secretNames(session, subject, endpoints.organisationSecrets))]
      : own
  })
}

import type { PullRef, RepositoryName } from '../../ports/forge.ts'
import type { IssueText, ListedIssue } from '../../ports/issues.ts'
import { accountIn } from './account.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { malformed, orNull, toId, toObject, toText } from './json.ts'
import { wholeList } from './pages.ts'

/** See `Issues.issuesBy`. @throws ForgeRefused, ForgeUnreachable */
export async function listIssuesBy(
  session: Session,
  { owner, name }: RepositoryName,
  login: string,
): Promise<readonly ListedIssue[]> {
  const entries = await wholeList(session, {
    endpoint: endpoints.issues,
    parameters: { owner, repo: name, state: 'all', creator: login, sort: 'created', direction: 'asc' },
    about: `${owner}/${name}`,
  })
  return entries.flatMap((entry) => {
    const issue = toObject(entry, 'an issue')
    // GitHub's list of issues holds pull requests too.
    if (issue['pull_request'] !== undefined) return []
    const state = issue['state']
    if (state !== 'open' && state !== 'closed') throw malformed('the state of an issue', 'open or closed')
    return [
      {
        number: toId(issue['number'], 'the number of an issue'),
        title: toText(issue['title'], 'the title of an issue', 10_000),
        body: orNull(issue['body'], (value) => toText(value, 'the text of an issue', 1_000_000)) ?? '',
        state,
        author: accountIn(issue, 'user', 'the author of an issue')?.login,
      },
    ]
  })
}

/** See `Issues.openIssue`. @throws ForgeRefused, ForgeUnreachable */
export async function openIssue(
  session: Session,
  { owner, name }: RepositoryName,
  { title, body }: IssueText,
): Promise<number> {
  const { data } = await session.ask(endpoints.openIssue, { owner, repo: name, title, body }, `${owner}/${name}`)
  return toId(toObject(data, 'an issue')['number'], 'the number of an issue')
}

/** See `Issues.editIssue`. @throws ForgeRefused, ForgeUnreachable */
export async function editIssue(
  session: Session,
  { owner, name, number }: PullRef,
  { title, body, state }: IssueText & { readonly state: ListedIssue['state'] },
): Promise<void> {
  const parameters = { owner, repo: name, issue_number: number, title, body, state }
  await session.ask(endpoints.editIssue, parameters, `${owner}/${name}#${number}`)
}

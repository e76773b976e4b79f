import type { ChangedFile, PullFacts, Reading } from '../../model/facts.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isSha, malformed, orNull, toCount, toObject, toText } from './json.ts'
import { wholeList } from './pages.ts'
import type { PullQuestion } from './pull-question.ts'
import { NotKnown, readingOf } from './reading.ts'

/** `GET pulls/{n}/files` ends here (GitHub REST documentation, "List pull requests files"). */
const listEnds = 3000

/** Whether a diff may be longer than the list: one that is cut may be counted as cut, so exactly as many may be more. */
export const mayBeCut = ({ changedFiles }: PullFacts['totals']): boolean => changedFiles >= listEnds

/** A file of the diff with the object that holds its content on the head. */
export interface ChangedBlob {
  readonly file: ChangedFile
  readonly blob: string | undefined
}

const statuses: ReadonlySet<string> = new Set<ChangedFile['status']>([
  'added',
  'modified',
  'removed',
  'renamed',
  'copied',
  'changed',
  'unchanged',
])
const isStatus = (value: unknown): value is ChangedFile['status'] => typeof value === 'string' && statuses.has(value)

/** Every file of a diff that the list holds; not known where the count is not the pull request's own. */
export function readChangedFiles(
  session: Session,
  { pull, parameters, about }: PullQuestion,
): Promise<Reading<ChangedBlob>> {
  const { number, totals } = pull.facts
  return readingOf(async () => {
    const question = { endpoint: endpoints.pullFiles, parameters: { ...parameters, pull_number: number }, about }
    const files = (await wholeList(session, question)).map(toChangedBlob)
    const different = new Set(files.map(({ file }) => file.path)).size
    if (files.length !== totals.changedFiles || different !== files.length) {
      return new NotKnown(`The pull request changes ${totals.changedFiles} files, and ${different} could be listed.`)
    }
    return files
  })
}

function toChangedBlob(entry: unknown): ChangedBlob {
  const file = toObject(entry, 'a changed file')
  const { status } = file
  if (!isStatus(status)) throw malformed('what happened to a changed file', 'a status that is known')
  const previousPath = orNull(file['previous_filename'], (value) => toText(value, 'the path before a rename', 4096))
  if (status === 'renamed' && previousPath === null) throw malformed('the path before a rename', 'given')
  return {
    file: {
      path: toText(file['filename'], 'the path of a changed file', 4096),
      previousPath,
      status,
      mode: null,
      previousMode: null,
      additions: toCount(file['additions'], 'the lines added to a file'),
      deletions: toCount(file['deletions'], 'the lines taken from a file'),
    },
    blob: isSha(file['sha']) ? file['sha'] : undefined,
  }
}

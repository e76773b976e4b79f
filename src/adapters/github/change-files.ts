import type { ChangeFile, Reading } from '../../model/facts.ts'
import { readBlob } from './blob.ts'
import type { ChangedBlob } from './changed-files.ts'
import type { Session } from './client.ts'
import type { PullQuestion } from './pull-question.ts'
import { NotKnown, notKnown, readingOf } from './reading.ts'
import { toUtf8Text } from './text-of-bytes.ts'

const present: ReadonlySet<string> = new Set(['added', 'modified', 'renamed', 'copied'])

/** Text on the head of every YAML file of the diff below the program folder. */
export async function readChangeFiles(
  session: Session,
  { parameters, about }: PullQuestion,
  files: Reading<ChangedBlob>,
  programFolder: string,
): Promise<Reading<ChangeFile>> {
  if (!files.known) return notKnown(`The changed files are not known: ${files.why}`)
  const folder = programFolder.replace(/^(\.?\/+|\.$)|(?<!\/)\/+$/g, '')
  const wanted = files.value.filter(
    ({ file }) =>
      present.has(file.status) && /\.ya?ml$/.test(file.path) && (folder === '' || file.path.startsWith(`${folder}/`)),
  )
  const { changeFiles: most, changeFileCharacters: longest } = session.limits
  if (wanted.length > most) {
    return notKnown(`The pull request changes ${wanted.length} YAML files of the program; at most ${most} are read.`)
  }
  return await readingOf(async () => {
    const repository = { owner: parameters.owner, name: parameters.repo }
    const read = await Promise.all(
      wanted.map(async ({ file: { path }, blob }) => {
        if (blob === undefined) return new NotKnown(`The forge names no content of ${path}.`)
        const bytes = await readBlob(session, repository, blob, `${about}, ${path}`)
        const text = toUtf8Text(bytes)
        if (text === undefined) return new NotKnown(`${path} is not UTF-8 text.`)
        if ([...text].length > longest) return new NotKnown(`${path} has more than ${longest} characters.`)
        return { path, text }
      }),
    )
    const fault = read.find((each) => each instanceof NotKnown)
    return fault ?? read.filter((each): each is ChangeFile => !(each instanceof NotKnown))
  })
}

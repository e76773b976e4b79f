import type { NewLog } from '../usecases/append-evidence.ts'
import { originOf } from '../usecases/log-origin.ts'
import type { RecordRequest } from '../usecases/record-from-facts.ts'
import type { EvidenceContext } from './evidence-context.ts'
import type { Terminal } from './terminal.ts'

/** What the log is told of the repository; a log is begun unsigned only in the repository itself. */
export function toRecordRequest(
  { places, signer, producer, logAt }: EvidenceContext,
  repository: { readonly id: string; readonly owner: string; readonly name: string },
  { baseline }: { readonly baseline: string | undefined },
  { environment }: Pick<Terminal, 'environment'>,
): RecordRequest {
  const server = environment['GITHUB_SERVER_URL'] ?? 'https://github.com'
  const name = `${repository.owner}/${repository.name}`
  const create: NewLog = {
    origin: originOf(`${server}/${name}`) ?? `local/${repository.id}/evidence`,
    repository: { id: repository.id, name },
    address: `git+${server}/${name}`,
    protectedBranch: places.protectedBranch,
    mayBeUnsigned: !logAt.isElsewhere,
    ...(baseline === undefined ? {} : { baseline }),
  }
  return { places, signer, producer, create, address: create.address }
}

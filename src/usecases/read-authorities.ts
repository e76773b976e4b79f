import { type Certificate, readCertificate } from '../evidence/time-stamp/certificate.ts'
import { NotDer } from '../evidence/time-stamp/der.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'

const certificateLimit = 64
const block = /-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----/g

/**
 * Certificates that may vouch for time stamps.
 *
 * @param files of the protected branch, among them those of the folder
 * @param folder path of `anchors/`; only files directly in it count
 * @throws Refusal where a file there holds none: trust is never guessed
 */
export function readAuthorities(files: readonly SourceFile[], folder: string, branch: string): readonly Certificate[] {
  const certificates = files
    .filter(({ path }) => path.startsWith(`${folder}/`) && /^[^/]+\.pem$/.test(path.slice(folder.length + 1)))
    .flatMap((file) => certificatesIn(file, `${branch}:${file.path}`))
  if (certificates.length > certificateLimit)
    refuse(`${branch}:${folder} holds more than ${certificateLimit} certificates`, 'Keep those that are needed.')
  return certificates
}

function certificatesIn(file: SourceFile, source: string): readonly Certificate[] {
  if ('unreadable' in file) return refuse(`${source} ${file.unreadable}`, file.remedy)
  const blocks = [...Buffer.from(file.bytes).toString('latin1').matchAll(block)]
  try {
    const certificates = blocks.map(([, base64 = '']) => readCertificate(Buffer.from(base64, 'base64')))
    if (certificates.some(({ isCa }) => isCa)) return certificates
  } catch (error) {
    if (!(error instanceof NotDer)) throw error
    return refuse(`${source}: ${error.message}`, 'Put the certificate there as the authority published it.')
  }
  return refuse(
    `${source} holds no certificate of a certification authority`,
    'Put the root certificate of the time stamping authority there, in PEM form.',
  )
}

function refuse(what: string, remedy: string): never {
  throw new Refusal(exitStatus.notDetermined, what, remedy)
}

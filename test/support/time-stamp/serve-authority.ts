import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inside, readOne, tag } from '../../../src/evidence/time-stamp/der.ts'

interface Question {
  readonly digest: Buffer
  /** Content of the INTEGER. */
  readonly nonce: Buffer | undefined
  readonly bytes: Buffer
}

/** Answers one request; `reply` sends a receipt as RFC 3161 says. */
export type Answer = (question: Question, reply: (receipt: Buffer) => void, response: ServerResponse) => void

export interface ServedAuthority {
  readonly url: URL
  /** What was asked so far. */
  readonly questions: readonly Question[]
  answer: Answer
  close(): Promise<void>
}

/** A time stamping authority on this machine, over real HTTP. */
export async function serveAuthority(answer: Answer): Promise<ServedAuthority> {
  const questions: Question[] = []
  const served = { answer }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const isQuery = request.method === 'POST' && request.headers['content-type'] === 'application/timestamp-query'
      if (!isQuery) return void response.writeHead(400).end()
      const question = readQuestion(Buffer.concat(pieces))
      questions.push(question)
      const reply = (receipt: Buffer) =>
        void response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(receipt)
      served.answer(question, reply, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(served, {
    url: new URL(`http://127.0.0.1:${port}/tsr`),
    questions,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

function readQuestion(bytes: Buffer): Question {
  return inside(readOne(bytes, tag.sequence, 'the question'), 'the question', (reader) => {
    reader.take(tag.integer, 'the version')
    const digest = inside(reader.take(tag.sequence, 'the imprint'), 'the imprint', (inner) => {
      inner.take(tag.sequence, 'the algorithm')
      return inner.take(tag.octetString, 'the digest').content
    })
    const nonce = reader.takeIf(tag.integer)?.content
    reader.take(tag.boolean, 'whether the certificate is wanted')
    return { digest, nonce, bytes }
  })
}

import { createHash } from 'node:crypto'
import { type SignerKey, signerOfSeed } from '../../src/evidence/note-key.ts'

/** A witness of C2SP tlog-cosignature with an Ed25519 key (type 0x04), written apart from the code under test. */
export class TestWitness {
  readonly name: string
  readonly #signer: SignerKey
  readonly #id: Buffer

  constructor(name: string, seed: number) {
    this.name = name
    // The name of the helper's key is not used: that of a witness may hold any letters.
    this.#signer = signerOfSeed('witness', Buffer.alloc(32, seed))
    const hash = createHash('sha256').update(`${name}\n`).update(Buffer.of(4)).update(this.#signer.verifier.publicKey)
    this.#id = hash.digest().subarray(0, 4)
  }

  get vkey(): string {
    const material = Buffer.concat([Buffer.of(4), this.#signer.verifier.publicKey]).toString('base64')
    return `${this.name}+${this.#id.toString('hex')}+${material}`
  }

  /** The line that it adds to a note. @param seconds since 1970 */
  line(note: string, seconds: number | bigint): string {
    const text = note.includes('\n\n') ? note.slice(0, note.indexOf('\n\n') + 1) : note
    const signature = this.#signer.sign(Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`))
    const time = Buffer.alloc(8)
    time.writeBigUInt64BE(BigInt(seconds))
    return `\u2014 ${this.name} ${Buffer.concat([this.#id, time, signature]).toString('base64')}\n`
  }
}

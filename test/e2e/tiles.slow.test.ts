import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { writeNewFolder } from '../../src/adapters/write-whole.ts'
import { formatCheckpoint } from '../../src/evidence/checkpoint.ts'
import { tileWriter } from '../../src/evidence/tile-tree.ts'
import { origin } from '../support/evidence-records.ts'
import { readTiles } from '../support/read-tiles.ts'
import { logSigner } from '../support/signed-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'tiles-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The tree as `evidence export` writes it, for entries of any kind. */
async function exported(size: number): Promise<string> {
  const place = join(folder, `size-${size}`)
  const writer = tileWriter()
  await writeNewFolder(
    place,
    'x',
    (async function* () {
      for (let index = 0; index < size; index += 1) yield* writer.take(Buffer.from(`{"entry":${index}}`))
      yield* writer.finish()
      const note = formatCheckpoint({ origin, size, root: writer.root() }, logSigner)
      yield { path: 'checkpoint', bytes: Buffer.from(note) }
    })(),
  )
  return place
}

describe('another implementation, in another language, finds the root in the tiles and in the entries', () => {
  test.each([1, 2, 255, 256, 257, 511, 512, 1000, 65_536, 70_000])('of a log of %i', async (size) => {
    expect(readTiles(await exported(size))).toEqual({
      status: 0,
      text: `${size} from entries: True, from tiles: True\n`,
    })
  })

  test('and notices what is wrong or gone', async () => {
    const place = await exported(600)
    const whole = readFileSync(join(place, 'tile/0/001'))
    const flipped = Buffer.from(whole)
    flipped[40] = (flipped[40] ?? 0) ^ 1
    writeFileSync(join(place, 'tile/0/001'), flipped)
    expect(readTiles(place).text).toContain('from tiles: False')
    writeFileSync(join(place, 'tile/0/001'), whole.subarray(32))
    expect(readTiles(place).text).not.toContain('from tiles: True')
    writeFileSync(join(place, 'tile/0/001'), whole)
    expect(readTiles(place).status).toBe(0)
    rmSync(join(place, 'tile/entries/002.p/88'))
    expect(readTiles(place).status).not.toBe(0)
  })
})

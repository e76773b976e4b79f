import { readBundle } from '../../adapters/bundle-files.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { describeBundle } from '../../usecases/period/describe-bundle.ts'
import { type BundleVerification, verifyBundle } from '../../usecases/period/verify-bundle.ts'
import { defineCommand } from '../define-command.ts'
import { readGivenFile } from '../read-given-file.ts'

const kilobytes = 1024
const statusOf: Readonly<Record<BundleVerification['outcome'], 0 | 3 | 4>> = {
  verified: exitStatus.ok,
  'integrity-failure': exitStatus.integrity,
  'not-determined': exitStatus.notDetermined,
}

export const periodVerifyCommand = defineCommand({
  examples: [
    ["countersign period verify 2026-H1.zip --vkey 'NAME+ID+KEY'", 'checks a bundle with nothing but it and the key'],
    [
      'countersign period verify bundle --trust trust.policy',
      'the same of a folder, with the policy as it was reviewed',
    ],
  ],
  arguments: [{ name: 'bundle', help: 'the ZIP, or the folder that it was unpacked to' }],
  options: {
    trust: { value: 'file', help: 'a trust.policy whose keys count, from the protected branch' },
    keys: { value: 'file', help: 'the keys.json beside it, where there is one' },
    vkey: { value: 'key', repeat: true, help: 'a verifier key that counts, NAME+ID+KEY' },
  },
  async run({ trust, keys, vkey }, terminal, [path = '']) {
    const textOf = async (file: string | undefined, what: string) =>
      file === undefined ? undefined : (await readGivenFile(file, 256 * kilobytes, what)).toString('utf8')
    const brought = {
      policy: await textOf(trust, 'a trust.policy'),
      keys: await textOf(keys, 'a keys.json'),
      vkeys: vkey,
    }
    const isBrought = trust !== undefined || keys !== undefined || vkey.length > 0
    const files = await readBundle(path)
    const result = verifyBundle(files, isBrought ? { from: 'reader', trust: brought } : { from: 'bundle' })
    terminal.out(describeBundle(result))
    return statusOf[result.outcome]
  },
})

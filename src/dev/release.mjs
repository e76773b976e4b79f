// Makes a release: builds, commits dist/ on a commit beside main and tags it. main itself stays source-only.
// Run: npm run release -- 0.1.0
import { readFileSync } from 'node:fs'
import { $, argv } from 'zx'

$.verbose = true
const version = String(argv._[0] ?? '')
const { version: declared } = JSON.parse(readFileSync('package.json', 'utf8'))
if (version === '' || version !== declared) {
  throw new Error(`Give the version that package.json and src/model/version.ts have: npm run release -- ${declared}`)
}
if ((await $`git status --porcelain`).stdout.trim() !== '') throw new Error('There are changes that are not committed.')
if ((await $`git tag --list v${version}`).stdout.trim() !== '') throw new Error(`The tag v${version} is there already.`)

await $`npm cit`
const branch = (await $`git symbolic-ref --short HEAD`).stdout.trim()
await $`git checkout --quiet --detach`
try {
  await $`git add --force dist`
  await $`git commit --quiet --message ${`Release v${version}`}`
  // v1 and v1.2 move with the newest release; v1.2.3 never does.
  await $`git tag --annotate v${version} --message ${`Countersign v${version}`}`
  const [major, minor] = version.split('.')
  await $`git tag --force v${major}`
  await $`git tag --force v${major}.${minor}`
} finally {
  await $`git checkout --quiet ${branch}`
}
console.log(
  `Tagged v${version}. Push it with: git push origin v${version} && git push --force origin v${version.split('.')[0]}`,
)

import type { Commit } from '../../model/facts.ts'

const sizes = ['patch', 'minor', 'major'] as const

/**
 * The largest update of the block that Dependabot ends its commit messages with:
 *
 *     updated-dependencies:
 *     - dependency-name: lodash
 *       update-type: version-update:semver-patch
 *
 * null where there is no such block, or where any of its dependencies has no type that is known: the largest is then not
 * known. Every such line of the message is read, so that a second block can only make it larger. Whoever writes the commit
 * can write this as well: it says nothing without a proof of who made the commit.
 */
export function updateTypeOf(message: string): Commit['updateType'] {
  let dependencies = 0
  const found: string[] = []
  for (const line of message.split(/\r\n|\n|\r/)) {
    const [key = '', ...rest] = line.trim().replace(/^-/, '').split(':')
    if (key.trim() === 'dependency-name') dependencies += 1
    if (key.trim() === 'update-type') found.push(rest.join(':').trim())
  }
  const types = found.map((text) => sizes.find((size) => text === `version-update:semver-${size}`))
  if (dependencies === 0 || types.length !== dependencies || types.includes(undefined)) return null
  return sizes.findLast((size) => types.includes(size)) ?? null
}

import { expect, test } from 'vitest'
import { askForStarter, type GivenAnswers } from '../../../src/cli/ask-for-starter.ts'

const nothing: GivenAnswers = { organisation: undefined, system: undefined, people: [], categories: undefined }

/** A person who types these lines, one after the other. */
async function typed(answers: readonly string[], given: Partial<GivenAnswers> = {}) {
  const asked: string[] = []
  const told: string[] = []
  const left = [...answers]
  const questions = {
    ask: async (question: string) => {
      asked.push(question)
      const answer = left.shift()
      if (answer === undefined) throw new Error('asked for more')
      return answer
    },
    close: () => undefined,
  }
  const result = await askForStarter({ ...nothing, ...given }, questions, (text) => told.push(text))
  expect(left).toEqual([])
  return { result, asked, told }
}

test('everything is asked for, and what stands in brackets is taken for an empty answer', async () => {
  const { result, asked, told } = await typed(['Example Ltd', '', '', 'ana', 'Ana Souza', 'ana-souza', ''])
  expect(result).toEqual({
    organisation: 'Example Ltd',
    system: 'Example Ltd service',
    categories: ['CC'],
    people: [{ id: 'ana', name: 'Ana Souza', login: 'ana-souza' }],
  })
  expect(asked).toHaveLength(7)
  expect(told).toEqual([])
})

test('an answer that cannot be used is told and asked for again', async () => {
  const { result, told } = await typed([
    '',
    'Example Ltd',
    'Shop',
    'CC,X',
    'A',
    'Ana',
    'ana',
    'Ana Souza',
    '@ana',
    'ana',
    '',
  ])
  expect(result.categories).toEqual(['CC', 'A'])
  expect(told.map((text) => text.slice(0, 30))).toEqual([
    '`` cannot be a name. Write one',
    '`X` is no category. Allowed: C',
    '`Ana` cannot be the id of a pe',
    '`@ana` cannot be a login. Give',
  ])
})

test('what was given by flags is not asked for', async () => {
  const person = { id: 'ana', name: 'Ana', login: 'ana' }
  const { asked } = await typed(['Example Ltd'], { people: [person], categories: ['CC'], system: 'Shop' })
  expect(asked).toEqual(['Name of the organisation?'])
})

test('several people, and one that is there already is asked for again', async () => {
  const { result, told } = await typed(['ana', 'Ana', 'a', 'ana', 'ben', 'Ben', 'A', 'b', ''], {
    organisation: 'X',
    system: 'Y',
    categories: ['CC'],
  })
  expect(result.people.map(({ id }) => id)).toEqual(['ana', 'ben'])
  expect(told).toHaveLength(2)
})

test('somebody who never gives an answer that can be used is not asked for ever', async () => {
  await expect(typed(Array.from({ length: 10 }, () => ''))).rejects.toThrow('There was no answer that can be used')
})

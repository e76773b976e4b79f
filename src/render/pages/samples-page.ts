import { inlineText } from '../../model/markdown-text.ts'
import { defineDocument } from '../define-document.ts'
import { type PageContext, recordsOf } from '../page-context.ts'
import { anchor, blocksOf, code } from '../page-text.ts'

type Drawn = ReturnType<typeof recordsOf<'sample.drawn'>>[number]

export const samplesDocument = defineDocument({
  id: 'DOC-SAMPLES',
  title: 'Samples',
  about: 'which samples were drawn from which population, and what the choice followed from',
  path: 'samples.md',
  part: 'operation',
  classification: 'internal',
  pages: (context) => new Map([['samples.md', { text: context.fill('samples', view(context)), records: [] }]]),
})

function view(context: PageContext) {
  const samples = recordsOf(context.log, 'sample.drawn')
  return {
    blocks: blocksOf(
      samples.toReversed().map((sample) => rowOf(sample, samples, context)),
      50,
      'earlier samples',
    ),
    seeds: blocksOf(
      samples.toReversed().map(({ index, data }) => ({
        record: context.recordLink(index, ''),
        log: `${inlineText(data.origin)}, ${data.logSize} records`,
        root: `${code(data.root.slice(0, 32))}<br>${code(data.root.slice(32))}`,
        digest: `${code(data.populationDigest.slice(0, 32))}<br>${code(data.populationDigest.slice(32))}`,
        commit: context.commit(data.commit),
      })),
      10,
      'more',
    ),
    footer: context.footer(''),
  }
}

function rowOf(sample: Drawn, samples: readonly Drawn[], context: PageContext) {
  const { index, recordedAt, data } = sample
  const first = samples.find((other) => other.index < index && isOfTheSame(other, sample) && !hasSeedOf(other, sample))
  const seed = data.nonce === null ? '**chosen by management**' : `text of the auditor: ${inlineText(data.nonce)}`
  return {
    day: `${anchor(`sample-${index}`)}${context.day(recordedAt)}`,
    control: context.titled(data.control, ''),
    population: `${inlineText(data.population)}, ${data.from} to ${data.to}`,
    items: `${data.drawn} of ${data.count}${data.strata === 'month' ? ', by month' : ''}`,
    seed:
      first === undefined
        ? seed
        : `${seed}<br>**drawn again**: ${context.recordLink(first.index, '')} has another seed`,
    record: context.recordLink(index, ''),
  }
}

const isOfTheSame = ({ data: a }: Drawn, { data: b }: Drawn): boolean =>
  a.control === b.control && a.population === b.population && a.from === b.from && a.to === b.to

const hasSeedOf = ({ data: a }: Drawn, { data: b }: Drawn): boolean =>
  a.nonce === b.nonce && a.origin === b.origin && a.logSize === b.logSize && a.root === b.root && a.strata === b.strata

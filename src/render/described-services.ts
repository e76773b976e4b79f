import { onlyProgram } from '../assess/assess-program.ts'
import { averageSeconds, durationInWords, stretchInWords } from '../model/days.ts'
import { blockText, inlineText } from '../model/markdown-text.ts'
import { commitmentsInForce } from './commitments-in-force.ts'
import { described, notDescribed } from './not-described.ts'
import type { PageContext } from './page-context.ts'
import { blocksOf, listOf, nothing } from './page-text.ts'

/** Rows of a table that stand open. */
const shown = 25

const serviceTypes = {
  sla: 'service level',
  notice: 'notice',
  privacy: 'privacy',
  security: 'security',
  contract: 'contract',
}

/** DC 1 and DC 2. */
export function serviceParts(context: PageContext) {
  const { model } = context
  const system = onlyProgram(model)?.system
  const inForce = commitmentsInForce(context)
  const description = described(system?.description)
  const boundary = described(system?.boundary)
  return {
    description: description === undefined ? '' : blockText(description),
    describeServices: notDescribed('`system.description` to the Program'),
    boundary: boundary === undefined ? '' : blockText(boundary),
    describeBoundary: notDescribed('`system.boundary` to the Program'),
    commitments: blocksOf(
      inForce.flatMap((one) =>
        one.type === 'requirement'
          ? []
          : [
              {
                link: context.titled(one.id, ''),
                type: serviceTypes[one.type],
                statement: inlineText(one.statement),
                audience: one.audience.replaceAll('-', ' '),
                since: one.since ?? 'no day given',
                controls: context.links(one.controls ?? [], ''),
              },
            ],
      ),
      shown,
      'more commitments',
    ),
    describeCommitments: notDescribed('Commitment records with the status `in-force`'),
    planned: [...model.commitments.values()].filter(({ value }) => value.status === 'planned').length,
    requirements: blocksOf(
      inForce
        .filter(({ type }) => type === 'requirement')
        .map((one) => ({
          link: context.titled(one.id, ''),
          statement: inlineText(one.statement),
          criteria: context.links(one.criteria ?? [], ''),
        })),
      shown,
      'more requirements',
    ),
    describeRequirements: notDescribed('Commitment records of the type `requirement`'),
    levels: [...model.serviceLevels.values()]
      .filter(({ value }) => value.status === 'in-force')
      .map(({ value }) => ({
        link: context.titled(value.id, ''),
        availability:
          value.availability === undefined
            ? nothing
            : `${value.availability.target} percent in ${durationInWords(value.availability.window)}`,
        latency: listOf([
          ...(value.latency?.p95Ms === undefined ? [] : [`95 percent within ${value.latency.p95Ms} ms`]),
          ...(value.latency?.p99Ms === undefined ? [] : [`99 percent within ${value.latency.p99Ms} ms`]),
        ]),
        response: listOf(
          (['critical', 'high', 'medium', 'low'] as const).flatMap((severity) => {
            const target = value.responseTargets?.[severity]
            return target === undefined
              ? []
              : [`${severity} in ${stretchInWords(averageSeconds(target.acknowledge) * 1000)}`]
          }),
        ),
      })),
  }
}

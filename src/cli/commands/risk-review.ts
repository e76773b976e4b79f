import { exitStatus } from '../../model/exit-status.ts'
import { nearest } from '../../model/nearest.ts'
import { Refusal } from '../../model/refusal.ts'
import { impacts, likelihoods } from '../../model/risk-rating.ts'
import { type RiskReview, reviewRisks } from '../../usecases/review-risks.ts'
import { editOptions, openEdit } from '../../wiring/edit-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'
import { finishChange } from '../finish-change.ts'

export const riskReviewCommand = defineCommand({
  examples: [
    ['countersign risk review RSK-DEVICE', 'it was looked at today, and nothing changed'],
    ['countersign risk review RSK-DEVICE --residual unlikely/minor', 'with a new rating of what is left'],
    ['countersign risk review RSK-DEVICE RSK-VENDOR --on 2026-03-02', 'several, on an earlier day'],
  ],
  arguments: [{ name: 'risk', help: 'ids of the risks that were reviewed, for example RSK-DEVICE', many: true }],
  options: {
    ...editOptions,
    on: { value: 'date', help: 'day of the review, YYYY-MM-DD; default today' },
    residual: { value: 'likelihood/impact', help: 'rating as things stand now, for example unlikely/minor' },
    status: {
      value: 'status',
      oneOf: ['open', 'treating', 'mitigated', 'accepted', 'transferred', 'avoided', 'closed'],
      help: 'where the treatment is',
    },
    next: { value: 'date', help: 'day of the next review; default: as its band asks, where one is written' },
  },
  async run({ dryRun, on, residual, status, next, ...place }, terminal, ids) {
    const { request, ports } = openEdit(place, terminal)
    const change = await reviewRisks(
      request,
      {
        ids: [...new Set(ids)],
        ...(on === undefined ? {} : { on: toDay(on, '--on') }),
        ...(residual === undefined ? {} : { residual: toRating(residual) }),
        ...(status === undefined ? {} : { status }),
        ...(next === undefined ? {} : { next: toDay(next, '--next') }),
      },
      ports,
    )
    return finishChange(change, { dryRun, ports, terminal })
  },
})

function toRating(text: string): NonNullable<RiskReview['residual']> {
  const [first = '', second = '', ...rest] = text.split('/')
  const likelihood = likelihoods.find((word) => word === first)
  const impact = impacts.find((word) => word === second)
  if (likelihood !== undefined && impact !== undefined && rest.length === 0) return { likelihood, impact }
  const near = [nearest(first, likelihoods) ?? first, nearest(second, impacts) ?? second].join('/')
  const guess = near === text || rest.length > 0 ? '' : `Did you mean \`${near.slice(0, 60)}\`? `
  const remedy = `${guess}Likelihood: ${likelihoods.join(', ')}. Impact: ${impacts.join(', ')}.`
  throw new Refusal(exitStatus.usage, `--residual cannot be \`${text.slice(0, 60)}\``, remedy)
}

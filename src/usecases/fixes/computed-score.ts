import { type Edit, isMapping, type YamlValue } from '../../edit/edit.ts'
import { impacts, likelihoods, rate, riskMethodOf } from '../../model/risk-rating.ts'
import type { Fix } from './fix.ts'

/** The score follows from the two words beside it, so the words win. */
export const computedScore: Fix = {
  code: 'RSK-001',
  does: 'a typed risk score becomes that of the matrix',
  editsOf({ kind, data, model }) {
    const [program] = model.programs
    const risks = data['risks']
    // Without its program nobody knows which matrix counts.
    if (kind.kind !== 'RiskRegister' || program === undefined || !Array.isArray(risks)) return []
    const { matrix } = riskMethodOf(program.value)
    return (risks as readonly YamlValue[]).flatMap((risk, index) =>
      ['inherent', 'residual', 'target'].flatMap((key): Edit[] => {
        const rating = isMapping(risk) ? risk[key] : undefined
        if (!isMapping(rating) || typeof rating['score'] !== 'number') return []
        const likelihood = likelihoods.find((word) => word === rating['likelihood'])
        const impact = impacts.find((word) => word === rating['impact'])
        if (likelihood === undefined || impact === undefined) return []
        const { score } = rate({ likelihood, impact }, matrix)
        return score === rating['score'] ? [] : [{ kind: 'set', path: ['risks', index, key, 'score'], value: score }]
      }),
    )
  },
}

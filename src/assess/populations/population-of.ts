import type { Control } from '../../model/records.ts'
import { changePopulation } from './change-population.ts'
import { datasetPopulation } from './dataset-population.ts'
import { occurrencePopulation } from './occurrence-population.ts'
import type { Population } from './population.ts'
import type { PopulationInput } from './population-input.ts'
import { programPopulation } from './program-populations.ts'
import type { ChangeReconciliation } from './reconciliation.ts'
import { deploymentPopulation, roleChangePopulation } from './record-populations.ts'
import { isDataset, type RecordFilter, type WantedPopulation } from './wanted-populations.ts'

const emergencies: RecordFilter = {
  requirement: 'the population',
  kind: 'change.merged',
  where: { category: 'emergency' },
}

/**
 * Counts a population that a control acts on.
 *
 * @param reconciliation of the same input, where the caller has it already
 */
export function populationOf(
  control: Control,
  { name, filters }: WantedPopulation,
  input: PopulationInput,
  reconciliation?: ChangeReconciliation,
): Population {
  if (isDataset(name)) return datasetPopulation(name, input, filters)
  switch (name) {
    case 'changes':
      return changePopulation(input, filters, reconciliation)
    case 'emergency-changes':
      return { ...changePopulation(input, [...filters, emergencies], reconciliation), name }
    case 'deployments':
      return deploymentPopulation(input, filters)
    case 'role-changes':
      return roleChangePopulation(input, filters)
    case 'occurrences':
      return occurrencePopulation(control, input)
    default: {
      const found = programPopulation(name, input)
      if (found === undefined) throw new RangeError(`there is no population ${name}`)
      return found
    }
  }
}

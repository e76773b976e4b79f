import type { ProgramModel } from '../../model/program-model.ts'

/**
 * Ids of the classes of data that a vendor gets to see, whichever record says so: its own, a flow to it, what lies in a
 * system that it hosts, or a purpose for which it receives data.
 */
export function dataSeenBy(model: ProgramModel, vendor: string): ReadonlySet<string> {
  const seen = new Set<string>(model.vendors.get(vendor)?.value.dataClasses)
  for (const { value: flow } of model.dataFlows) if (flow.to === vendor) for (const id of flow.dataClasses) seen.add(id)
  for (const { value: asset } of model.dataAssets.values()) {
    if (model.systems.get(asset.system)?.value.vendor !== vendor) continue
    for (const id of [asset.dataClass, ...(asset.otherDataClasses ?? [])]) seen.add(id)
  }
  for (const { value: purpose } of model.processingPurposes.values()) {
    if (purpose.recipients?.includes(vendor) === true) for (const id of purpose.dataClasses) seen.add(id)
  }
  return seen
}

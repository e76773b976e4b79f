import type { ProgramModel } from '../../model/program-model.ts'

/** Whether a deficiency says that something went wrong with a record, so that it is known and somebody follows it up. */
export const isFollowedUp = (model: ProgramModel, id: string): boolean =>
  [...model.deficiencies.values()].some(
    ({ value }) => value.incident === id || value.about?.some((named) => named === id) === true,
  )

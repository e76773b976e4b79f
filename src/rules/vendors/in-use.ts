import type { Vendor } from '../../model/records.ts'

/** Whether the organisation uses the vendor now: one without a status is in use. */
export const isInUse = ({ status }: Vendor): boolean => status === undefined || status === 'active'

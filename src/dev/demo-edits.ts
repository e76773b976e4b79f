import { people } from './demo-people.ts'
import { type Edit, program } from './demo-steps.ts'

const { eli } = people

/** Makes a draft policy effective; `more` are further lines of its record. */
export const adopt = (id: string, from: string, more = ''): Edit => ({
  path: `${program}/policies/${id}.yaml`,
  replace: [
    ['version: "0.1.0"', 'version: "1.0.0"'],
    ['status: draft', `status: effective\neffectiveFrom: ${from}\nlastReviewed: ${from}${more}`],
  ],
})

/** Agrees once to how libraries are updated, so that the standard changes which follow need no plan of their own. */
export const agreeToTemplate: Edit = {
  path: `${program}/change-templates/TPL-DEPENDENCIES.yaml`,
  replace: [
    ['status: draft', `status: approved\napprovedBy: ${eli.id}\napprovedOn: 2025-09-23`],
    ['paths: [package.json, package-lock.json]', 'paths: [app/libraries.txt]'],
  ],
}

/** Writes down the first restore of the year. */
export const restored: Edit = {
  path: `${program}/recovery-tests/RCT-FIRST-RESTORE.yaml`,
  replace: [
    ['status: planned', 'status: done\ntestedOn: 2025-11-26'],
    [
      'To be written by the technical lead: which store, which backup, into which environment, and how counts and samples are\n  compared with the source.',
      'The database of invoices, from the backup of the night before, into an empty account.',
    ],
    [
      'ledBy: technical_lead',
      'systems: [service]\nobjectives: {rto: PT4H, rpo: P1D}\nmeasured: {recoveryTime: PT3H, dataLoss: PT9H}\nverification: Counts of invoices, and twenty of them by sight.\nledBy: technical_lead',
    ],
  ],
}

/** Puts a planned control into operation, which here is always after the period began. */
export const operate = (id: string, since: string): Edit => ({
  path: `${program}/controls/${id}.yaml`,
  replace: [['status: planned', `status: operating\nimplementedSince: ${since}\npartOfPeriod: ${untilThen}`]],
})

const untilThen = 'The program began with the period; until then changes were reviewed, but nothing was recorded.'

/** Dependencies are scanned each month and not, as the starter proposes, each week. */
export const scanMonthly: Edit = {
  path: `${program}/controls/CTL-OPS-VULN.yaml`,
  replace: [
    ['found every week', 'found every month'],
    ['scanned each week', 'scanned each month'],
    ['title: Each week a scan', 'title: Each month a scan'],
    ['frequency: weekly', 'frequency: monthly'],
    ['window: P7D', 'window: P1M\n    grace: P5D'],
  ],
}

/** The company audits its branch each month and not, as the starter proposes, each day; the control says so. */
export const auditMonthly: Edit = {
  path: `${program}/controls/CTL-CHG-DETECT.yaml`,
  replace: [
    ['found within a day', 'found within a month'],
    ['Each day an audit', 'Each month an audit'],
    ['frequency: daily', 'frequency: monthly'],
    ['window: P1D\n    grace: P1D', 'window: P1M\n    grace: P5D'],
  ],
}

/** Days on which the starter's plans are due, in each of the registers. */
const firstPlans = {
  MAIN: ['2025-10-01', '2025-11-30', '2026-02-28'],
  AVAILABILITY: ['2025-10-01', '2025-11-30'],
  CONFIDENTIALITY: ['2025-11-30', '2026-02-28'],
} as const

/** Reviews the risk registers: every risk gets the day of the review and of the next, and its plan a new date. */
export const reviewRisks = (
  last: string,
  next: string,
  before: string,
  beforeNext: string,
  moved?: { readonly from: string; readonly to: string },
): readonly Edit[] =>
  Object.entries(firstPlans).map(([register, first]) => ({
    path: `${program}/risks/RGR-${register}.yaml`,
    replace: [
      [`lastReviewed: ${before}`, `lastReviewed: ${last}`],
      [`reviewBy: ${beforeNext}`, `reviewBy: ${next}`],
      ...(moved === undefined ? [] : moved.from === 'starter' ? first : [moved.from]).map(
        (due) => [`due: ${due}`, `due: ${moved?.to ?? due}`] as const,
      ),
    ],
  }))

export const app = (file: string, text: string): Edit => ({ path: `app/${file}.txt`, text: `${text}\n` })

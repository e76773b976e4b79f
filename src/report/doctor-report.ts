import type { CheckInfo, RemoteCheck } from '../doctor/define-check.ts'
import type { CheckResult } from '../doctor/run-checks.ts'
import type { Location } from '../model/location.ts'
import type { Verdict } from '../model/outcome.ts'

interface DoctorItem {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly at: Location
  readonly hint?: string
  readonly remedy: string
  /** Page on which it is set. */
  readonly settings?: string
  /** Criteria that suffer. */
  readonly criteria?: readonly string[]
}

export interface DoctorReport {
  readonly verdict: Verdict
  /** `acme/shop` and its page, where the forge was asked about it. */
  readonly repository?: RemoteRepository
  readonly counts: {
    readonly checks: number
    readonly errors: number
    readonly warnings: number
    readonly notDetermined: number
  }
  /** By id of the check, then as found. */
  readonly items: readonly DoctorItem[]
  readonly notDetermined: readonly { readonly check: string; readonly why: string }[]
  readonly checks: readonly {
    readonly id: string
    readonly title: string
    readonly severity: 'error' | 'warning'
    readonly outcome: CheckResult['outcome']['kind']
  }[]
  /** What only the forge knows, where it was not asked. */
  readonly remote: readonly { readonly id: string; readonly title: string }[]
}

export interface RemoteRepository {
  readonly name: string
  /** Address without a slash at its end. */
  readonly page: string
}

/** @param notAsked checks for which no forge was asked */
export function toDoctorReport(
  results: readonly CheckResult[],
  verdict: Verdict,
  {
    repository,
    notAsked,
  }: { readonly repository?: RemoteRepository | undefined; readonly notAsked: readonly CheckInfo[] },
): DoctorReport {
  const items = results.flatMap(({ check, outcome }) =>
    outcome.kind !== 'fail'
      ? []
      : outcome.findings.map(
          ({ message, at, hint, severity }): DoctorItem => ({
            code: check.id,
            severity: severity ?? check.severity,
            message,
            at,
            ...(hint === undefined ? {} : { hint }),
            remedy: check.remedy,
            ...remoteDetails(check, repository),
          }),
        ),
  )
  const notDetermined = results.flatMap(({ check, outcome }) =>
    outcome.kind === 'not-determined' ? [{ check: check.id, why: outcome.why }] : [],
  )
  const errors = items.filter(({ severity }) => severity === 'error').length
  return {
    verdict,
    ...(repository === undefined ? {} : { repository }),
    counts: { checks: results.length, errors, warnings: items.length - errors, notDetermined: notDetermined.length },
    items,
    notDetermined,
    checks: results.map(({ check: { id, title, severity }, outcome }) => ({
      id,
      title,
      severity,
      outcome: outcome.kind,
    })),
    remote: notAsked.map(({ id, title }) => ({ id, title })),
  }
}

const remoteDetails = (
  { settings, criteria }: Partial<Pick<RemoteCheck, 'settings' | 'criteria'>>,
  repository: RemoteRepository | undefined,
) => ({
  ...(settings === undefined || repository === undefined ? {} : { settings: `${repository.page}/${settings}` }),
  ...(criteria === undefined ? {} : { criteria }),
})

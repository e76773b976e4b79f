import { acceptanceHasAuthority } from './acceptance-has-authority.ts'
import { acceptanceIsNotExpired } from './acceptance-is-not-expired.ts'
import { auditorsOnlyRead } from './auditors-only-read.ts'
import { changeHasRealPlans } from './change-has-real-plans.ts'
import { changeStatusIsLegal } from './change-status-is-legal.ts'
import { conflictsAreSatisfiable } from './conflicts-are-satisfiable.ts'
import { controlCanBeTested } from './control-can-be-tested.ts'
import { controlServesScope } from './control-serves-scope.ts'
import { criterionHasOperatingControl } from './criterion-has-operating-control.ts'
import { criterionIsOfficial } from './criterion-is-official.ts'
import { datesInOrder } from './dates-in-order.ts'
import type { AnyRule } from './define-rule.ts'
import { documentIsNotEnough } from './document-is-not-enough.ts'
import { evidenceIsFrequentEnough } from './evidence-is-frequent-enough.ts'
import { exceptionEnds } from './exception-ends.ts'
import { exceptionHasAuthority } from './exception-has-authority.ts'
import { exceptionIsNotExpired } from './exception-is-not-expired.ts'
import { exceptionNamesResources } from './exception-names-resources.ts'
import { headingIsNoCriterion } from './heading-is-no-criterion.ts'
import { idIsUnique } from './id-is-unique.ts'
import { loginBelongsToOnePerson } from './login-belongs-to-one-person.ts'
import { mitigationHasMeans } from './mitigation-has-means.ts'
import { noAmbiguousValues } from './no-ambiguous-values.ts'
import { noCycles } from './no-cycles.ts'
import { nobodyHoldsConflictingRoles } from './nobody-holds-conflicting-roles.ts'
import { notApplicableIsJustified } from './not-applicable-is-justified.ts'
import { operatingControlHasPeople } from './operating-control-has-people.ts'
import { pathAgreesWithRecord } from './path-agrees-with-record.ts'
import { personIsActive } from './person-is-active.ts'
import { policyHasNoPlaceholders } from './policy-has-no-placeholders.ts'
import { policyReviewIsNotOverdue } from './policy-review-is-not-overdue.ts'
import { policyVersionRises } from './policy-version-rises.ts'
import { referenceResolves } from './reference-resolves.ts'
import { reportHasItsTime } from './report-has-its-time.ts'
import { requesterDoesNotApprove } from './requester-does-not-approve.ts'
import { residualIsNotAboveInherent } from './residual-is-not-above-inherent.ts'
import { riskAboveAppetiteIsHandled } from './risk-above-appetite-is-handled.ts'
import { riskHasOwner } from './risk-has-owner.ts'
import { riskIsRated } from './risk-is-rated.ts'
import { riskReviewIsNotOverdue } from './risk-review-is-not-overdue.ts'
import { riskScoreIsComputed } from './risk-score-is-computed.ts'
import { securityIsInScope } from './security-is-in-scope.ts'
import { statusAgreesWithTreatment } from './status-agrees-with-treatment.ts'
import { toleratedConflictIsValid } from './tolerated-conflict-is-valid.ts'

/** Every rule, by id. A test proves that each rule file is in it. */
export const rules: readonly AnyRule[] = [
  requesterDoesNotApprove,
  changeHasRealPlans,
  changeStatusIsLegal,
  operatingControlHasPeople,
  controlCanBeTested,
  evidenceIsFrequentEnough,
  exceptionEnds,
  exceptionIsNotExpired,
  exceptionHasAuthority,
  exceptionNamesResources,
  policyVersionRises,
  policyReviewIsNotOverdue,
  policyHasNoPlaceholders,
  idIsUnique,
  referenceResolves,
  pathAgreesWithRecord,
  personIsActive,
  loginBelongsToOnePerson,
  noCycles,
  datesInOrder,
  noAmbiguousValues,
  riskScoreIsComputed,
  riskIsRated,
  residualIsNotAboveInherent,
  mitigationHasMeans,
  acceptanceHasAuthority,
  acceptanceIsNotExpired,
  statusAgreesWithTreatment,
  riskReviewIsNotOverdue,
  riskHasOwner,
  riskAboveAppetiteIsHandled,
  criterionIsOfficial,
  headingIsNoCriterion,
  securityIsInScope,
  criterionHasOperatingControl,
  notApplicableIsJustified,
  controlServesScope,
  reportHasItsTime,
  documentIsNotEnough,
  nobodyHoldsConflictingRoles,
  toleratedConflictIsValid,
  conflictsAreSatisfiable,
  auditorsOnlyRead,
]

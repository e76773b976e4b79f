interface MappedCheck {
  readonly criteria: readonly string[]
  /** Why, in one sentence. */
  readonly why: string
}

/**
 * What the checks of Prowler's GitHub provider are evidence for. Prowler itself has no SOC 2 framework for GitHub, so the map
 * is ours; a check that says nothing about a criterion has none.
 *
 * @see https://github.com/prowler-cloud/prowler/tree/master/prowler/providers/github/services ids of the checks, at 3e000fa
 */
export const githubChecks: Readonly<Record<string, MappedCheck>> = {
  githubactions_workflow_security_scan: {
    criteria: ['CC7.1', 'CC8.1'],
    why: 'Workflows build and ship the software, so a weakness in one is a way around every other control of changes.',
  },
  organization_default_repository_permission_strict: {
    criteria: ['CC6.3'],
    why: 'Who joins the organisation gets no more than reading until somebody grants it.',
  },
  organization_members_mfa_required: {
    criteria: ['CC6.1'],
    why: 'Nobody enters with a password alone.',
  },
  organization_repository_creation_limited: {
    criteria: ['CC6.3', 'CC8.1'],
    why: 'A new repository is outside of the rules of the others until somebody sets it up.',
  },
  organization_repository_deletion_limited: {
    criteria: ['CC6.3', 'A1.2'],
    why: 'Source and history are not lost or moved by one member alone.',
  },
  organization_verified_badge: {
    criteria: ['CC2.3'],
    why: 'Customers can tell the real organisation from one that looks like it.',
  },
  repository_branch_delete_on_merge_enabled: { criteria: [], why: 'It keeps a list tidy and guards nothing.' },
  repository_default_branch_deletion_disabled: {
    criteria: ['CC8.1', 'A1.2'],
    why: 'The branch from which releases come, and its history, cannot be removed.',
  },
  repository_default_branch_disallows_force_push: {
    criteria: ['CC8.1'],
    why: 'What was reviewed cannot be replaced afterwards.',
  },
  repository_default_branch_dismisses_stale_reviews: {
    criteria: ['CC8.1'],
    why: 'An approval holds for what was seen, not for what was pushed after it.',
  },
  repository_default_branch_protection_applies_to_admins: {
    criteria: ['CC6.3', 'CC8.1'],
    why: 'Administrators change software by the same rules as everybody else.',
  },
  repository_default_branch_protection_enabled: {
    criteria: ['CC8.1'],
    why: 'Changes go through the rules of the branch at all.',
  },
  repository_default_branch_requires_codeowners_review: {
    criteria: ['CC8.1', 'CC1.3'],
    why: 'Who answers for a part of the code decides about changes to it.',
  },
  repository_default_branch_requires_conversation_resolution: {
    criteria: ['CC8.1'],
    why: 'What a reviewer objected to is answered before the merge.',
  },
  repository_default_branch_requires_linear_history: {
    criteria: ['CC8.1'],
    why: 'Every change on the branch can be told apart and taken back.',
  },
  repository_default_branch_requires_multiple_approvals: {
    criteria: ['CC8.1', 'CC5.1'],
    why: 'More than one person besides the author sees a change.',
  },
  repository_default_branch_requires_signed_commits: {
    criteria: ['CC6.1', 'CC8.1'],
    why: 'Who wrote a change is proven and not only stated.',
  },
  repository_default_branch_status_checks_required: {
    criteria: ['CC8.1'],
    why: 'A change is tested before it is merged.',
  },
  repository_dependency_scanning_enabled: {
    criteria: ['CC7.1'],
    why: 'Known weaknesses of what the software is made of are noticed.',
  },
  repository_has_codeowners_file: {
    criteria: ['CC1.3', 'CC8.1'],
    why: 'It is written down who answers for which part of the code.',
  },
  repository_immutable_releases_enabled: {
    criteria: ['CC8.1', 'PI1.4'],
    why: 'What was released stays what was approved.',
  },
  repository_inactive_not_archived: {
    criteria: ['CC6.1'],
    why: 'Code that nobody looks after any more is closed, and with it access to it.',
  },
  repository_public_has_securitymd_file: {
    criteria: ['CC2.3', 'CC7.3'],
    why: 'People outside know how to report a weakness.',
  },
  repository_secret_scanning_enabled: {
    criteria: ['CC6.1', 'CC7.1'],
    why: 'Keys that get into the code are found.',
  },
}

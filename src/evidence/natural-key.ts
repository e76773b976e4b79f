/**
 * Natural keys: what makes two records the same fact. They are built from ids of the source, which survive a rename, and
 * never from the run that recorded it, so recording twice is harmless.
 */
export const keyOf = {
  logCreated: () => 'log.created',
  /** @param newestEventId as the forge has it; characters that a key does not hold become underscores */
  decision: (repositoryId: string, pull: number, headSha: string, decisionDigest: string, newestEventId: string) =>
    `github:${repositoryId}#${pull}/decision/${headSha}/${decisionDigest}/${newestEventId.replace(/[^A-Za-z0-9._:-]/g, '_') || 'none'}`,
  merged: (repositoryId: string, pull: number) => `github:${repositoryId}#${pull}/merged`,
  deployment: (repositoryId: string, deploymentId: string) => `github:${repositoryId}/deployment/${deploymentId}`,
  unreviewed: (repositoryId: string, commit: string) => `github:${repositoryId}/unreviewed/${commit}`,
  /** @param day given where nothing was new, so that a quiet branch is said to be quiet once a day */
  auditWindow: (repositoryId: string, branch: string, to: string, day?: string) =>
    `github:${repositoryId}/audit/${branch}/${to}${day === undefined ? '' : `/${day}`}`,
} as const

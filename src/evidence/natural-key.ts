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
  /** @param state digest of items and reading, so that the same state, read again on the same day, is the same record */
  collected: (system: string, dataset: string, day: string, state: string) =>
    `collection:${system}/${dataset}/${day}/${state.slice(0, 16)}`,
  /** @param from moments in UTC; an interval is read once */
  collectedInterval: (system: string, dataset: string, from: string, to: string) =>
    `collection:${system}/${dataset}/${from}/${to}`,
  /** @param originalDigest SHA-256 of the file, in hex: the same file about the same system is the same fact */
  imported: (system: string, format: string, originalDigest: string, coversTo: string) =>
    `import:${system}/${format}/${originalDigest}/${coversTo}`,
  attestation: (subject: string, coversFrom: string, coversTo: string, digest: string) =>
    `attestation:${subject}/${coversFrom}/${coversTo}/${digest.slice(0, 16)}`,
  environmentApproval: (repositoryId: string, runId: string, environment: string, accountId: string, state: string) =>
    `github:${repositoryId}/approval/${runId}/${encodeURIComponent(environment)}/${accountId}/${state}`,
  roleChanged: (repositoryId: string, pull: number, person: string, role: string, change: string) =>
    `github:${repositoryId}#${pull}/role/${person}/${role}/${change}`,
  /** @param root hex */
  anchor: (anchor: string, size: number, root: string) => `anchor:${anchor}/${size}/${root.slice(0, 16)}`,
  /** @param fromId eight hex digits of a key id */
  keyRotated: (fromId: string, toId: string) => `key.rotated/${fromId}/${toId}`,
  keyRevoked: (keyId: string) => `key.revoked/${keyId}`,
  correction: (leafHash: string, digest: string) => `correction/${leafHash}/${digest.slice(0, 16)}`,
  /** @param digest of everything that the choice follows from, and of what was chosen */
  sampleDrawn: (control: string, population: string, from: string, to: string, digest: string) =>
    `sample/${control}/${population}/${from}/${to}/${digest.slice(0, 16)}`,
  payloadDisposed: (commitment: string) => `payload.disposed/${commitment}`,
  logRepaired: (badCommit: string) => `log.repaired/${badCommit}`,
  logClosed: () => 'log.closed',
} as const

/** Where a secret stands in a text. */
export interface SecretPlace {
  readonly rule: string
  readonly start: number
  /** After the last character. */
  readonly end: number
}

interface SecretShape {
  readonly rule: string
  /** Texts of which at least one is in every match or right after it: what has none is not searched. */
  readonly hints: readonly string[]
  /** Global. Begins with letters of its own or at the start of a run, so that its time grows as its text does. */
  readonly pattern: RegExp
}

/**
 * Forms that only credentials have, by the documents of those who issue them. A form without a beginning of its own (a hash, a
 * UUID, a run of digits) is not here: commits and digests look the same.
 *
 * @see https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
 * @see https://docs.gitlab.com/security/tokens/#token-prefixes
 * @see https://www.rfc-editor.org/rfc/rfc7519 JSON Web Token
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1 user information in an address
 */
const secretShapes: readonly SecretShape[] = [
  { rule: 'github-token', hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], pattern: /gh[opusr]_[A-Za-z0-9]{30,}/g },
  { rule: 'github-token', hints: ['github_pat_'], pattern: /github_pat_[A-Za-z0-9_]{22,}/g },
  {
    // With the secret half, where it stands beside the id.
    rule: 'aws-key',
    hints: ['AKIA', 'ASIA'],
    pattern:
      /(?<![A-Za-z0-9])A(?:KI|SI)A[A-Z2-7]{16}(?![A-Za-z0-9])(?:[^A-Za-z0-9+/]{1,8}[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=]))?/g,
  },
  {
    rule: 'gitlab-token',
    hints: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glptt-',
      'glcbt-',
      'gloas-',
      'glsoat-',
      'glft-',
      'glimt-',
      'glagent-',
      'glffct-',
    ],
    pattern: /gl(?:pat|dt|rt|ptt|cbt|oas|soat|ft|imt|agent|ffct)-[A-Za-z0-9_-]{20,}/g,
  },
  { rule: 'slack-token', hints: ['xox', 'xapp-'], pattern: /(?:xox[a-z]|xapp|xoxe\.xox[bp])-[A-Za-z0-9-]{10,}/g },
  {
    rule: 'slack-webhook',
    hints: ['hooks.slack.com'],
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/_-]{20,}/g,
  },
  { rule: 'stripe-key', hints: ['k_live_', 'k_test_'], pattern: /[rsp]k_(?:live|test)_[A-Za-z0-9]{16,}/g },
  { rule: 'stripe-key', hints: ['whsec_'], pattern: /whsec_[A-Za-z0-9+/=]{24,}/g },
  { rule: 'google-key', hints: ['AIza'], pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35,}/g },
  { rule: 'google-key', hints: ['GOCSPX-'], pattern: /GOCSPX-[A-Za-z0-9_-]{24,64}/g },
  { rule: 'google-key', hints: ['ya29.'], pattern: /ya29\.[A-Za-z0-9_-]{20,}/g },
  {
    rule: 'azure-key',
    hints: ['AccountKey=', 'SharedAccessKey='],
    pattern: /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,128}={0,2}/g,
  },
  {
    rule: 'azure-key',
    hints: ['8Q~', '7Q~'],
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/g,
  },
  { rule: 'npm-token', hints: ['npm_'], pattern: /npm_[A-Za-z0-9]{36,}/g },
  { rule: 'pypi-token', hints: ['pypi-'], pattern: /pypi-AgE[A-Za-z0-9_-]{50,}/g },
  { rule: 'docker-token', hints: ['dckr_'], pattern: /dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/g },
  { rule: 'vault-token', hints: ['hvs.', 'hvb.', 'hvr.'], pattern: /hv[sbr]\.[A-Za-z0-9_-]{24,}/g },
  {
    rule: 'terraform-token',
    hints: ['.atlasv1.'],
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,}/g,
  },
  { rule: 'sendgrid-key', hints: ['SG.'], pattern: /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/g },
  {
    rule: 'model-api-key',
    hints: ['sk-'],
    pattern: /(?<![A-Za-z0-9])sk-(?:(?:ant|proj|svcacct|admin)-[A-Za-z0-9_-]{32,}|[A-Za-z0-9]{40,})/g,
  },
  { rule: 'cloud-token', hints: ['doo_v1_', 'dop_v1_', 'dor_v1_'], pattern: /do[opr]_v1_[a-f0-9]{64}/g },
  { rule: 'databricks-token', hints: ['dapi'], pattern: /dapi[a-f0-9]{32}(?![A-Za-z0-9])/g },
  { rule: 'shopify-token', hints: ['shp'], pattern: /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/g },
  {
    rule: 'telegram-token',
    hints: [':AA'],
    pattern: /(?<![A-Za-z0-9])[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/g,
  },
  { rule: 'age-key', hints: ['AGE-SECRET-KEY-'], pattern: /AGE-SECRET-KEY-1[0-9A-Z]{50,64}/g },
  // The form in which the signing key of a log is kept.
  { rule: 'note-key', hints: ['PRIVATE+KEY+'], pattern: /PRIVATE\+KEY\+[^\s"'`<>\\]{8,}/g },
  // After a dash, where only a header without one is surely the beginning of a token.
  {
    rule: 'jwt',
    hints: ['eyJ'],
    pattern: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/g,
  },
  {
    rule: 'jwt',
    hints: ['eyJ'],
    pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/g,
  },
  {
    // `user:password@`; not `image:tag@sha256:`, which names a container.
    rule: 'url-credentials',
    // Nearly every page has addresses, and hardly one has this in it.
    hints: ['@'],
    pattern: /(?<=:\/\/)[^\s/?#"'`<>@:\\()]{0,128}:[^\s/?#"'`<>\\()]{1,256}(?=@(?!sha(?:256|512):))/g,
  },
  // A token in the place of the user.
  { rule: 'url-credentials', hints: ['@'], pattern: /(?<=:\/\/)[A-Za-z0-9]{32,256}(?=@)/g },
  {
    rule: 'url-parameter',
    hints: ['?', '&'],
    pattern:
      /(?<=[?&](?:access_token|refresh_token|id_token|auth_token|private_token|token|api_?key|apikey|key|sig|signature|secret|client_secret|password|passwd|pwd|X-Amz-Signature|X-Amz-Security-Token|X-Amz-Credential|X-Goog-Signature)=)(?!\(redacted:)[^\s&#"'`<>\\()[\]{}]{6,4096}/gi,
  },
]

/** Texts of which at least one is in whatever has a known form. */
export const shapeHints: readonly string[] = secretShapes.flatMap(({ hints }) => hints)

/** Every place of a known form, in no order; places may overlap. */
export function shapedSecrets(text: string): readonly SecretPlace[] {
  return secretShapes.flatMap(({ rule, hints, pattern }) =>
    hints.some((hint) => text.includes(hint))
      ? [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ rule, start: index, end: index + found.length }))
      : [],
  )
}

/**
 * Secrets that nobody ever had, in the forms of real ones. Put together here, so that no scanner takes this file for a leak; the
 * middle of each is `canary`, which nothing else contains.
 */
const fill = (length: number, marker = 'canaryX7') =>
  `${marker}${'q3Zt8LmVw2Rk5Np0Ys6Bd1Gh4Jf9'.repeat(30)}`.slice(0, length)
const base64url = (text: string) => Buffer.from(text).toString('base64url')

export const canarySecrets = {
  'github-token': `ghp_${fill(36)}`,
  'github-pat': `github_pat_${fill(22)}_${fill(59)}`,
  'aws-key': `AKIA${'CANARYX7Q3ZT2LMV'}`,
  'slack-token': `xoxb-${'123456789012'}-${fill(24)}`,
  'stripe-key': `sk_live_${fill(24)}`,
  'google-key': `AIza${fill(35)}`,
  'npm-token': `npm_${fill(36)}`,
  'gitlab-token': `glpat-${fill(20)}`,
  jwt: `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url('{"sub":"canaryX7","iat":1}')}.${fill(43)}`,
  'private-key': `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${fill(64)}\n${fill(40)}==\n-----END RSA ${'PRIVATE'} KEY-----`,
  'note-key': `PRIVATE${'+KEY+'}example.invalid/log+0a1b2c3d+${fill(44)}`,
  'url-credentials': `https://deploy:${fill(16)}@git.example.invalid/x.git`,
  'url-parameter': `https://api.example.invalid/v1?access_token=${fill(20)}&page=2`,
  password: `password=${fill(12)}`,
  header: `Authorization: Bearer ${fill(40)}`,
} as const

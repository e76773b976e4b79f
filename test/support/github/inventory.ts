/**
 * What an inventory of a repository and its organization lists beyond what has a life of its own in the world: keys, Apps,
 * tokens, variables, alerts, the audit log. Entries are kept as GitHub shows them, and held against its description when asked
 * for.
 */
import { nodeId, userView } from './view-people.ts'
import type { Account, Inventory, World } from './world.ts'

export const emptyInventory = (): Inventory => ({ lists: new Map(), without2fa: new Set(), org: new Map() })

/** @param place `acme` or `acme/shop`, for an environment `acme/shop/production` */
export const inventoryKey = (operation: string, place: string) => `${operation} ${place.toLowerCase()}`

const DAY = '2026-01-05T08:00:00Z'

export const inventoryViews = (world: World) => ({
  deployKey: (title: string, more: object = {}) => {
    const id = world.nextId()
    return {
      id,
      key: `ssh-ed25519 AAAAC3Nza${'canary'.repeat(3)}${id}`,
      url: `${world.url}/keys/${id}`,
      title,
      verified: true,
      created_at: DAY,
      read_only: true,
      added_by: 'ana',
      last_used: null,
      enabled: true,
      ...more,
    }
  },
  installation: (slug: string, org: Account, more: object = {}) => {
    const id = world.nextId()
    return {
      id,
      account: userView(world, org),
      repository_selection: 'all',
      access_tokens_url: `${world.url}/app/installations/${id}/access_tokens`,
      repositories_url: `${world.url}/installation/repositories`,
      html_url: `${world.url}/organizations/${org.login}/settings/installations/${id}`,
      app_id: id + 1,
      target_id: org.id,
      target_type: 'Organization',
      permissions: { contents: 'write', metadata: 'read' },
      events: ['push'],
      created_at: DAY,
      updated_at: DAY,
      single_file_name: null,
      app_slug: slug,
      suspended_by: null,
      suspended_at: null,
      ...more,
    }
  },
  tokenGrant: (name: string, owner: Account, more: object = {}) => {
    const id = world.nextId()
    return {
      id,
      owner: userView(world, owner),
      repository_selection: 'subset',
      repositories_url: `${world.url}/pats/${id}/repositories`,
      permissions: { organization: { members: 'read' }, repository: { contents: 'write', metadata: 'read' } },
      access_granted_at: DAY,
      token_id: id + 1,
      token_name: name,
      token_expired: false,
      token_expires_at: '2026-06-05T08:00:00Z',
      token_last_used_at: null,
      ...more,
    }
  },
  variable: (name: string, more: object = {}) => ({
    name,
    value: `canary-value-of-${name}`,
    created_at: DAY,
    updated_at: DAY,
    ...more,
  }),
  orgSecret: (name: string) => ({
    name,
    created_at: DAY,
    updated_at: DAY,
    visibility: 'all',
  }),
  dependabotAlert: (number: number, severity: 'low' | 'medium' | 'high' | 'critical', more: object = {}) => ({
    number,
    state: 'open',
    dependency: {
      package: { ecosystem: 'npm', name: 'left-pad' },
      manifest_path: 'package-lock.json',
      scope: 'runtime',
      relationship: 'direct',
    },
    security_advisory: {
      ghsa_id: 'GHSA-aaaa-bbbb-cccc',
      cve_id: 'CVE-2026-0001',
      summary: 'Pads too far',
      description: 'Long text.',
      vulnerabilities: [],
      severity,
      cvss: { vector_string: null, score: 0 },
      cwes: [],
      identifiers: [{ type: 'GHSA', value: 'GHSA-aaaa-bbbb-cccc' }],
      references: [],
      published_at: DAY,
      updated_at: DAY,
      withdrawn_at: null,
    },
    security_vulnerability: {
      package: { ecosystem: 'npm', name: 'left-pad' },
      severity,
      vulnerable_version_range: '< 2',
      first_patched_version: { identifier: '2.0.0' },
    },
    url: `${world.url}/alerts/${number}`,
    html_url: `${world.url}/acme/shop/security/dependabot/${number}`,
    created_at: DAY,
    updated_at: DAY,
    dismissed_at: null,
    dismissed_by: null,
    dismissed_reason: null,
    dismissed_comment: null,
    fixed_at: null,
    ...more,
  }),
  codeAlert: (number: number, level: 'low' | 'medium' | 'high' | 'critical' | null, more: object = {}) => ({
    number,
    created_at: DAY,
    updated_at: DAY,
    url: `${world.url}/code/${number}`,
    html_url: `${world.url}/acme/shop/security/code-scanning/${number}`,
    instances_url: `${world.url}/code/${number}/instances`,
    state: 'open',
    fixed_at: null,
    dismissed_by: null,
    dismissed_at: null,
    dismissed_reason: null,
    dismissed_comment: null,
    rule: {
      id: 'js/sql-injection',
      severity: 'error',
      security_severity_level: level,
      description: 'Query built from input',
      name: 'js/sql-injection',
      tags: ['security'],
    },
    tool: { name: 'CodeQL', version: '2.20.0', guid: null },
    most_recent_instance: {
      ref: 'refs/heads/main',
      analysis_key: 'codeql.yml:analyze',
      environment: '',
      category: '',
      state: 'open',
      commit_sha: '1'.repeat(40),
      message: { text: 'This query depends on input.' },
      location: { path: 'src/db.js', start_line: 4, end_line: 4, start_column: 1, end_column: 9 },
      classifications: [],
    },
    ...more,
  }),
  secretAlert: (number: number, more: object = {}) => ({
    number,
    created_at: DAY,
    updated_at: DAY,
    url: `${world.url}/secret/${number}`,
    html_url: `${world.url}/acme/shop/security/secret-scanning/${number}`,
    locations_url: `${world.url}/secret/${number}/locations`,
    state: 'open',
    resolution: null,
    resolved_at: null,
    resolved_by: null,
    resolution_comment: null,
    secret_type: 'acme_api_key',
    secret_type_display_name: 'Acme API key',
    // A server that does not heed `hide_secret` must not get it past the allow-list.
    secret: 'canary-secret-of-an-alert',
    push_protection_bypassed: false,
    push_protection_bypassed_by: null,
    push_protection_bypassed_at: null,
    validity: 'active',
    ...more,
  }),
  auditEvent: (action: string, actor: Account, at: string, more: object = {}) => ({
    '@timestamp': Date.parse(at),
    action,
    actor: actor.login,
    actor_id: actor.id,
    created_at: Date.parse(at),
    org: 'acme',
    _document_id: nodeId(action, world.nextId()),
    ...more,
  }),
})

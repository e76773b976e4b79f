import type { SettingItem } from '../../../model/dataset-items.ts'
import type { Session } from '../client.ts'
import { type Endpoint, endpoints } from '../endpoints.ts'
import { isObject, toObject } from '../json.ts'
import { readBranchSettings } from './branch-settings.ts'
import { readEnvironmentSettings } from './environment-settings.ts'
import { type PartLog, partLog } from './part-log.ts'
import { readRulesetSettings } from './ruleset-settings.ts'
import { settingsNamed } from './setting-items.ts'
import { type CollectSubject, itemText } from './subject.ts'
import type { SystemReading } from './system-reading.ts'
import { readVariables } from './variable-names.ts'

/** How the organisation and the repository are set, as far as it decides who can get around a control. */
export async function readSettings(
  session: Session,
  subject: CollectSubject,
  branches: readonly string[],
): Promise<readonly SystemReading[]> {
  const [organisation, repository] = await Promise.all([
    subject.organisation === undefined ? undefined : readOfOrganisation(session, subject.organisation),
    readOfRepository(session, subject, branches),
  ])
  return organisation === undefined ? [repository] : [organisation, repository]
}

async function readOfOrganisation(
  session: Session,
  { parameters, about, system }: NonNullable<CollectSubject['organisation']>,
): Promise<SystemReading> {
  const log = partLog(session)
  const [settings, variables] = await Promise.all([
    log.one({
      part: 'organisation',
      endpoint: endpoints.organisation,
      parameters,
      about,
      parse: (data) => organisationItems(toObject(data, 'the organisation')),
    }),
    readVariables(log, 'organisation', {
      part: 'variables',
      endpoint: endpoints.variablesOfOrganisation,
      parameters,
      about,
    }),
  ])
  return { system, items: [...(settings ?? []), ...variables], parts: log.parts() }
}

/** Whether a second factor is required is told to owners alone: not told, it is left out and stays unknown. */
const organisationItems = (organisation: Parameters<typeof settingsNamed>[1]): readonly SettingItem[] =>
  settingsNamed('organisation', organisation, [
    'two_factor_requirement_enabled',
    'default_repository_permission',
    'members_can_create_repositories',
    'members_can_create_public_repositories',
    'members_can_delete_repositories',
    'members_can_change_repo_visibility',
    'members_can_invite_outside_collaborators',
    'members_can_create_teams',
    'members_can_fork_private_repositories',
    'web_commit_signoff_required',
    'deploy_keys_enabled_for_repositories',
    'advanced_security_enabled_for_new_repositories',
    'dependabot_alerts_enabled_for_new_repositories',
    'secret_scanning_enabled_for_new_repositories',
    'secret_scanning_push_protection_enabled_for_new_repositories',
  ])

async function readOfRepository(
  session: Session,
  subject: CollectSubject,
  branches: readonly string[],
): Promise<SystemReading> {
  const { repository, organisation } = subject
  const { parameters, about, system, answer } = repository
  const log = partLog(session)
  const actions = await readActions(log, subject)
  // The same permission as for branch protection: to whoever may read this, a 404 there means that there is none.
  const mayAdminister = actions !== undefined
  const lists = await Promise.all([
    log.one({ part: 'repository', endpoint: endpoints.repository, parameters, about, parse: repositoryItems }),
    ...[...new Set(branches)].map((branch) => readBranchSettings(log, session, repository, branch, mayAdminister)),
    readRulesetSettings(log, repository),
    readEnvironmentSettings(log, repository),
    readActionsDetails(log, subject, answer['private'] === true),
    actions?.some(({ name, value }) => name === 'allowed_actions' && value === 'selected') === true
      ? readSelectedActions(log, subject)
      : [],
    readVariables(log, 'repository', {
      part: 'variables',
      endpoint: endpoints.repositoryVariables,
      parameters,
      about,
    }),
    organisation === undefined ? [] : readTeamRights(log, subject),
  ])
  return { system, items: [...(actions ?? []), ...lists.flatMap((items) => items ?? [])], parts: log.parts() }
}

function repositoryItems(data: unknown): readonly SettingItem[] {
  const repository = toObject(data, 'the repository')
  const analysis = isObject(repository['security_and_analysis']) ? repository['security_and_analysis'] : {}
  return [
    ...settingsNamed('repository', repository, [
      'private',
      'visibility',
      'archived',
      'default_branch',
      'allow_forking',
      'allow_merge_commit',
      'allow_squash_merge',
      'allow_rebase_merge',
      'allow_auto_merge',
      'allow_update_branch',
      'delete_branch_on_merge',
      'web_commit_signoff_required',
    ]),
    ...[
      'advanced_security',
      'dependabot_security_updates',
      'secret_scanning',
      'secret_scanning_push_protection',
    ].flatMap((name) => {
      const found = analysis[name]
      return isObject(found) ? settingsNamed('repository', { [name]: found['status'] }, [name]) : []
    }),
  ]
}

const readActions = (log: PartLog, { repository: { parameters, about } }: CollectSubject) =>
  log.one({
    part: 'Actions',
    endpoint: endpoints.actions,
    parameters,
    about,
    parse: (data) =>
      settingsNamed('actions', toObject(data, 'the settings of Actions'), [
        'enabled',
        'allowed_actions',
        'sha_pinning_required',
      ]),
  })

const readSelectedActions = (log: PartLog, { repository: { parameters, about } }: CollectSubject) =>
  log.one({
    part: 'allowed actions',
    endpoint: endpoints.selectedActions,
    parameters,
    about,
    parse: (data) =>
      settingsNamed('actions', toObject(data, 'which actions are allowed'), [
        'github_owned_allowed',
        'verified_allowed',
        'patterns_allowed',
      ]),
  })

async function readActionsDetails(
  log: PartLog,
  { repository: { parameters, about } }: CollectSubject,
  isPrivate: boolean,
): Promise<readonly SettingItem[]> {
  const ask = (part: string, endpoint: Endpoint, names: readonly string[]) =>
    log.one({
      part,
      endpoint,
      parameters,
      about,
      parse: (data) => settingsNamed('actions', toObject(data, `the answer when asked to ${endpoint.ask}`), names),
    })
  const found = await Promise.all([
    ask('token of workflows', endpoints.workflowToken, [
      'default_workflow_permissions',
      'can_approve_pull_request_reviews',
    ]),
    isPrivate
      ? ask('workflows of forks', endpoints.forkWorkflows, [
          'run_workflows_from_fork_pull_requests',
          'send_write_tokens_to_workflows',
          'send_secrets_and_variables',
          'require_approval_for_fork_pr_workflows',
        ])
      : ask('workflows of forks', endpoints.forkApproval, ['approval_policy']),
  ])
  return found.flatMap((items) => items ?? [])
}

async function readTeamRights(
  log: PartLog,
  { repository: { parameters, about } }: CollectSubject,
): Promise<readonly SettingItem[]> {
  const { entries } = await log.list({
    part: 'teams of the repository',
    endpoint: endpoints.repositoryTeams,
    parameters,
    about,
    parse: (entry): SettingItem => {
      const { slug, permission } = toObject(entry, 'a team')
      return {
        part: `team/${itemText(slug, 'the slug of a team', 180)}`,
        name: 'permission',
        value: itemText(permission, 'the permission of a team'),
      }
    },
  })
  return entries
}

import { onlyProgram } from '../assess/assess-program.ts'
import { durationInWords } from '../model/days.ts'
import { inlineText } from '../model/markdown-text.ts'
import { holdersOf, isActive } from '../model/role-holders.ts'
import { described, notDescribed } from './not-described.ts'
import type { PageContext } from './page-context.ts'
import { blocksOf, code, compare, listOf, nothing, orNothing } from './page-text.ts'

/** Rows of a table that stand open. */
const shown = 25

/** DC 3: infrastructure, software, people, procedures, data. Names of people are in the access matrix and not here. */
export function componentParts(context: PageContext) {
  const { model, assessment } = context
  const { asOf } = assessment.basis
  const systems = [...model.systems.values()].map(({ value }) => value).filter(({ status }) => status !== 'retired')
  const people = [...model.people.values()].map(({ value }) => value).filter((one) => isActive(one, asOf))
  const active = new Set(people.map(({ id }) => id))
  const organisation = onlyProgram(model)?.organisation
  return {
    infrastructure: blocksOf(
      systems.map((system) => ({
        system: inlineText(system.title),
        what: described(system.description) === undefined ? nothing : orNothing(system.description),
        criticality: `${system.criticality}${system.status === 'planned' ? ', planned' : ''}`,
        environments: listOf((system.environments ?? []).map(inlineText)),
        operator: system.vendor === undefined ? 'the organisation' : context.titled(system.vendor, ''),
        depends: listOf((system.dependsOn ?? []).map((id) => inlineText(model.systems.get(id)?.value.title ?? id))),
      })),
      shown,
      'more systems',
    ),
    describeInfrastructure: notDescribed('`systems` to a DataInventory'),
    software: blocksOf(
      systems
        .filter(({ repositories = [] }) => repositories.length > 0)
        .map((system) => ({
          system: inlineText(system.title),
          repositories: listOf((system.repositories ?? []).map(inlineText)),
          owner: context.who(system.owner),
          paths: listOf(system.accessPaths ?? []),
        })),
      shown,
      'more systems',
    ),
    describeSoftware: notDescribed('`repositories` to the systems of a DataInventory'),
    lead: context.who(organisation?.securityLead),
    reportsTo: orNothing(organisation?.reportsTo),
    people: listOf(
      (['employee', 'contractor', 'service', 'bot'] as const).flatMap((type) => {
        const count = people.filter((one) => one.type === type).length
        return count === 0 ? [] : [`${count} ${type}${count === 1 ? '' : 's'}`]
      }),
    ),
    teams: [...model.teams.values()]
      .map(({ value }) => ({
        title: inlineText(value.title),
        members: value.members.filter((member) => active.has(member)).length,
      }))
      .filter(({ members }) => members > 0),
    describeTeams: notDescribed('`teams` with members to People'),
    roles: blocksOf(
      [...model.roles.values()]
        .map(({ value }) => ({
          title: inlineText(value.title),
          privileged: value.privileged === true ? 'yes' : 'no',
          holders: holdersOf(model, value.id, asOf).length,
        }))
        .filter(({ holders }) => holders > 0),
      shown,
      'more roles',
    ),
    policies: blocksOf(
      [...model.policies.values()]
        .map(({ value }) => value)
        .filter(({ status }) => status === 'effective')
        .sort((a, b) => compare(a.id, b.id))
        .map((policy) => ({
          link: context.titled(policy.id, ''),
          version: code(policy.version),
          from: policy.effectiveFrom ?? 'not stated',
          summary: orNothing(policy.summary),
        })),
      shown,
      'more policies',
    ),
    describeProcedures: notDescribed('policies with the status `effective`'),
    drafts: [...model.policies.values()].filter(
      ({ value }) => value.status !== 'effective' && value.status !== 'retired',
    ).length,
    playbooks: model.playbooks.size,
    dataClasses: blocksOf(
      [...model.dataClasses.values()].map(({ value }) => ({
        title: inlineText(value.title),
        classification: value.classification,
        personal: value.personal === true ? 'yes' : 'no',
        where: listOf(
          [...model.dataAssets.values()]
            .filter(({ value: asset }) => asset.dataClass === value.id || asset.otherDataClasses?.includes(value.id))
            .map(({ value: asset }) => inlineText(asset.title)),
        ),
        kept: retentionOf(value.id, context),
      })),
      shown,
      'more classes',
    ),
    describeData: notDescribed('`dataClasses` to a DataInventory'),
  }
}

function retentionOf(dataClass: string, { model }: PageContext): string {
  const rules = model.retentionRules.filter(({ value }) => value.dataClass === dataClass)
  if (rules.length === 0) return '**not stated**'
  return rules
    .map(
      ({ value }) =>
        `${durationInWords(value.keep)}${value.countedFrom === undefined ? '' : ` from ${value.countedFrom.replaceAll('-', ' ')}`}, then ${value.disposal.replaceAll('-', ' ')}`,
    )
    .join('<br>')
}

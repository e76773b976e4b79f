import { complementParts } from './described-complements.ts'
import { componentParts } from './described-components.ts'
import { incidentPart } from './described-incidents.ts'
import { serviceParts } from './described-services.ts'
import type { PageContext } from './page-context.ts'

/** The parts of the description of the system, and what no record says anything about, in words. */
export function describedParts(context: PageContext) {
  const services = serviceParts(context)
  const components = componentParts(context)
  const complements = complementParts(context)
  const missing = [
    ...(services.description === '' ? ['DC 1: the services'] : []),
    ...(services.boundary === '' ? ['DC 1: the boundary of the system'] : []),
    ...(services.commitments.length === 0 ? ['DC 2: what customers were promised'] : []),
    ...(services.requirements.length === 0 ? ['DC 2: system requirements'] : []),
    ...(components.infrastructure.length === 0 ? ['DC 3: infrastructure'] : []),
    ...(components.software.length === 0 ? ['DC 3: software'] : []),
    ...(components.teams.length === 0 ? ['DC 3: people and their teams'] : []),
    ...(components.policies.length === 0 ? ['DC 3: procedures'] : []),
    ...(components.dataClasses.length === 0 ? ['DC 3: data'] : []),
    ...(complements.cuecs.length === 0 ? ['DC 6: what customers have to do'] : []),
    ...(complements.subservices.length === 0 ? ['DC 7: subservice organisations'] : []),
  ]
  return { parts: { ...services, ...components, ...incidentPart(context), ...complements }, missing }
}

import type { SetupFacts } from './setup-facts.ts'
import { isMapping } from './workflow.ts'

/** Where a recording takes its key from. */
export interface KeyPlace {
  /** undefined: the name is computed; null: there is none, which DOC-044 tells. */
  readonly environment: string | undefined | null
  /** Name of the secret; undefined: none is named in plain words, which DOC-044 tells. */
  readonly secret: string | undefined
}

/** Of every recording, its environment and secret; each once. */
export function keyPlacesOf({ uses }: SetupFacts): readonly KeyPlace[] {
  const places = uses.flatMap(({ kind, job, step }): KeyPlace[] => {
    if (kind !== 'record') return []
    const given = job.data['environment']
    const name = isMapping(given) ? given['name'] : given
    const secret = /^\s*\$\{\{\s*secrets\.(\w+)\s*\}\}\s*$/.exec(step.inputs.get('log-key') ?? '')?.[1]
    const environment = typeof name === 'string' && !name.includes('${{') ? name : undefined
    return [{ environment: job.hasEnvironment ? environment : null, secret }]
  })
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()]
}

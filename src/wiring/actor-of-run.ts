import type { EvidencePredicate } from '../model/evidence.ts'

/** Who started the run, as the forge says; nobody is known on a person's own machine. */
export function actorOfRun(environment: Readonly<Record<string, string | undefined>>): EvidencePredicate['actor'] {
  const [id, login] = [environment['GITHUB_ACTOR_ID'], environment['GITHUB_ACTOR']]
  const isKnown =
    id !== undefined && login !== undefined && /^[0-9]{1,20}$/.test(id) && /^[A-Za-z0-9_[\]-]{1,100}$/.test(login)
  return isKnown ? { id, login } : { id: null, login: null }
}

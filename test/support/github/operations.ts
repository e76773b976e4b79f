/** Every operation of GitHub's API that is answered here, by GitHub's own operation id. */
import type { Operation } from './call.ts'
import { contractOf } from './contract-file.ts'
import { operationNamed } from './contract-route.ts'
import { commitOperations } from './routes/commits.ts'
import { deploymentOperations } from './routes/deployments.ts'
import { gitDataOperations } from './routes/git-data.ts'
import { auditLogOperations, inventoryOperations } from './routes/inventory.ts'
import { issueOperations } from './routes/issues.ts'
import { peopleOperations } from './routes/people.ts'
import { pullOperations } from './routes/pulls.ts'
import { repoOperations } from './routes/repos.ts'
import { settingsOperations } from './routes/settings.ts'

/** Throws where a name is none of GitHub's. */
function allOperations(): ReadonlyMap<string, Operation> {
  const parts = [
    pullOperations,
    issueOperations,
    commitOperations,
    gitDataOperations,
    repoOperations,
    peopleOperations,
    deploymentOperations,
    settingsOperations,
    inventoryOperations,
  ]
  const all = new Map(parts.flatMap((part) => Object.entries(part)))
  for (const name of all.keys()) operationNamed(contractOf('api.github.com'), name)
  for (const [name, operation] of Object.entries(auditLogOperations)) {
    operationNamed(contractOf('ghes-3.19'), name)
    all.set(name, operation)
  }
  return all
}

let made: ReadonlyMap<string, Operation> | undefined

export function operations(): ReadonlyMap<string, Operation> {
  made ??= allOperations()
  return made
}

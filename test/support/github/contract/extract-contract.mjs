#!/usr/bin/env node
// Cuts GitHub's own OpenAPI description (npm @octokit/openapi, MIT) down to what a checker needs: for every operation
// its parameters, request body and response schemas, and the component schemas those reach. Prose, examples and
// webhooks are dropped; nothing else is changed. Run:
// node test/support/github/contract/extract-contract.mjs <dir of @octokit/openapi> [name]
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

const pkg = process.argv[2] ?? 'node_modules/@octokit/openapi'
const name = process.argv[3] ?? 'api.github.com'
const src = JSON.parse(fs.readFileSync(path.join(pkg, 'generated', `${name}.json`), 'utf8'))
const { version } = JSON.parse(fs.readFileSync(path.join(pkg, 'package.json'), 'utf8'))
const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const DROP = new Set([
  'description',
  'example',
  'examples',
  'externalDocs',
  'summary',
  'x-github',
  'x-octokit',
  'tags',
  'title',
])

// `properties` and `patternProperties` are maps from names to schemas: a property may well be called "description".
const slim = (v, isMap = false) => {
  if (Array.isArray(v)) return v.map((x) => slim(x))
  if (!v || typeof v !== 'object') return v
  const out = {}
  for (const [k, x] of Object.entries(v)) {
    if (!isMap && DROP.has(k)) continue
    out[k] =
      k === 'enum' || k === 'required' || k === 'default'
        ? x
        : slim(x, !isMap && (k === 'properties' || k === 'patternProperties'))
  }
  return out
}

const out = { source: `@octokit/openapi@${version} ${name}`, paths: {}, components: {} }
for (const [p, item] of Object.entries(src.paths)) {
  for (const m of METHODS) {
    const op = item[m]
    if (!op) continue
    out.paths[p] ??= {}
    out.paths[p][m] = slim({
      operationId: op.operationId,
      parameters: [...(item.parameters ?? []), ...(op.parameters ?? [])],
      requestBody: op.requestBody,
      responses: op.responses,
    })
  }
}
// Keep only what is reachable.
const reach = new Set()
const visit = (v) => {
  if (!v || typeof v !== 'object') return
  if (typeof v.$ref === 'string' && v.$ref.startsWith('#/components/') && !reach.has(v.$ref)) {
    reach.add(v.$ref)
    const [, , kind, key] = v.$ref.split('/')
    const target = slim(src.components[kind]?.[key])
    if (target) {
      out.components[kind] ??= {}
      out.components[kind][key] = target
      visit(target)
    }
  }
  for (const x of Object.values(v)) visit(x)
}
visit(out.paths)
const dir = import.meta.dirname
const json = JSON.stringify(out)
fs.writeFileSync(path.join(dir, `${name}.json.gz`), zlib.gzipSync(json, { level: 9 }))
console.log(
  `${out.source}: ${Object.keys(out.paths).length} paths, ${reach.size} components, ${json.length} bytes, ${fs.statSync(path.join(dir, `${name}.json.gz`)).size} gzipped`,
)

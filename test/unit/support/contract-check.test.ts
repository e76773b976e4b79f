import { expect, test } from 'vitest'
import { endpoints } from '../../../src/adapters/github/endpoints.ts'
import { checkExchange, type Exchange } from '../../support/github/contract-check.ts'
import { apiNames, contractOf } from '../../support/github/contract-file.ts'
import { findOperation, operationNamed } from '../../support/github/contract-route.ts'

const github = contractOf('api.github.com')

const exchange = (more: Partial<Exchange>): Exchange => ({
  method: 'GET',
  path: '/repos/acme/shop/pulls/7/reviews',
  query: new URLSearchParams(),
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  responseBody: [],
  ...more,
})

const newStatus = (requestBody: unknown) =>
  exchange({
    method: 'POST',
    path: '/repos/acme/shop/statuses/abc',
    requestBody,
    status: 403,
    responseBody: { message: 'no' },
  })

test('an exchange that keeps to the description has no problem', () => {
  expect(checkExchange(github, exchange({ query: new URLSearchParams({ per_page: '100', page: '2' }) }))).toEqual([])
})

test.each([
  {
    name: 'an operation GitHub does not have',
    made: exchange({ path: '/repos/acme/shop/pulls/7/approvals' }),
    says: 'no operation',
  },
  {
    name: 'a misspelt query name',
    made: exchange({ query: new URLSearchParams({ perpage: '100' }) }),
    says: '"perpage"',
  },
  {
    name: 'a query value of the wrong type',
    made: exchange({ query: new URLSearchParams({ page: 'two' }) }),
    says: 'must be integer',
  },
  {
    name: 'a query value that is not one of the list',
    made: exchange({ path: '/repos/acme/shop/activity', query: new URLSearchParams({ activity_type: 'pushes' }) }),
    says: 'must be one of',
  },
  { name: 'a misspelt key of the body', made: newStatus({ state: 'success', contxt: 'gate' }), says: '"contxt"' },
  {
    name: 'a value of the body that is not one of the list',
    made: newStatus({ state: 'approved' }),
    says: 'request/state',
  },
  { name: 'a missing key of the body', made: newStatus({ context: 'gate' }), says: "required property 'state'" },
  { name: 'a missing body', made: newStatus(undefined), says: 'a body is missing' },
  {
    name: 'a misspelt key deep in the body',
    made: exchange({
      method: 'POST',
      requestBody: { event: 'APPROVE', comments: [{ path: 'a', body: 'b', lin: 3 }] },
      responseBody: undefined,
      status: 403,
    }),
    says: 'request/comments/0: GitHub knows no "lin"',
  },
  { name: 'a body where none belongs', made: exchange({ requestBody: { page: 2 } }), says: 'no body belongs' },
  { name: 'a status that is not described', made: exchange({ status: 418 }), says: 'status 418' },
  {
    name: 'an answer without what it must have',
    made: exchange({ responseBody: [{ id: 1 }] }),
    says: "required property 'commit_id'",
  },
  {
    name: 'an answer of another media type',
    made: exchange({ headers: { 'content-type': 'text/html' } }),
    says: 'media type "text/html"',
  },
  { name: 'an error that is no object', made: exchange({ status: 404, responseBody: 'gone' }), says: 'must be object' },
])('$name is told', ({ made, says }) => {
  expect(checkExchange(github, made).join('\n')).toContain(says)
})

test('the server-side record of pushes, which freshness rests on, is part of the description', () => {
  expect(operationNamed(github, 'repos/list-activities').template).toBe('/repos/{owner}/{repo}/activity')
})

test.each([
  ['/repos/o/r/pulls/comments', 'pulls/list-review-comments-for-repo'],
  ['/repos/o/r/pulls/12', 'pulls/get'],
  ['/repos/o/r/contents/docs/a%20b/c.md', 'repos/get-content'],
  ['/repos/o/r/commits/abc/pulls', 'repos/list-pull-requests-associated-with-commit'],
  ['/repos/o/r/commits/heads/main/check-suites', 'checks/list-suites-for-ref'],
  ['/repos/o/r/compare/main...feature%2Fx', 'repos/compare-commits-with-basehead'],
])('%s is %s', (path, operationId) => {
  expect(findOperation(github, 'GET', path)?.operationId).toBe(operationId)
})

test.each(apiNames)('everything that the product asks for is described for %s', (name) => {
  // What only one of the two has: the other is asked in vain, and the part is named as not read.
  const elsewhere = {
    'api.github.com': ['GET /orgs/{org}/audit-log'],
    'ghes-3.19': ['GET /orgs/{org}/invitations'],
  }
  const missing = Object.values(endpoints).filter(({ route }) => {
    const [method = '', template = ''] = route.split(' ')
    return findOperation(contractOf(name), method, template.replaceAll(/\{\w+\}/g, '1')) === undefined
  })
  expect(missing.map(({ route }) => route)).toEqual(elsewhere[name])
})

import { describe, expect, test } from 'vitest'
import { readJunit } from '../../../../src/read/import/read-junit.ts'
import { checked } from '../../../support/byte-chunks.ts'

const read = (text: string | Uint8Array, size?: number) => readJunit(checked(text, size), 'salt')

const surefire = `<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="com.acme.ShopTest" time="1.2" tests="4" errors="1" skipped="1" failures="1">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="buys" classname="com.acme.ShopTest" time="0.1"/>
  <testcase name="sells" classname="com.acme.ShopTest"><failure message="expected &lt;1&gt;" type="AssertionError"><![CDATA[at com.acme <x>]]></failure></testcase>
  <testcase name="ships"><error type="NullPointerException">trace</error><system-out>failure error</system-out></testcase>
  <testcase name="waits"><skipped/></testcase>
</testsuite>`

const phpunit = `<testsuites>
  <testsuite name="all" tests="3" assertions="5" errors="0" failures="1" skipped="0">
    <testsuite name="A" tests="2" failures="1" errors="0"><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>
    <testsuite name="B" tests="1" failures="0" errors="0"><testcase name="c"/></testsuite>
  </testsuite>
</testsuites>`

const google = `<testsuites tests="3" failures="0" disabled="1" errors="0" timestamp="2026-03-02T10:00:00Z" name="AllTests">
  <testsuite name="Math" tests="3" failures="0" disabled="1" skipped="1" errors="0" timestamp="2026-03-02T10:00:01Z">
    <testcase name="Adds" status="run" result="completed"/>
    <testcase name="Subs" status="run" result="skipped"><skipped message="later"/></testcase>
    <testcase name="DISABLED_Divs" status="notrun" result="suppressed"/>
  </testsuite>
</testsuites>`

describe('a JUnit report', () => {
  test.each([
    ['Maven', surefire, { tool: 'com.acme.ShopTest', tests: 4, passed: 1, failed: 1, errors: 1, skipped: 1 }],
    [
      'PHPUnit, with suites inside suites',
      phpunit,
      { tool: null, tests: 3, passed: 2, failed: 1, errors: 0, skipped: 0 },
    ],
    ['GoogleTest', google, { tool: 'AllTests', tests: 3, passed: 1, failed: 0, errors: 0, skipped: 2 }],
    [
      'pytest, with a failure and an error in one test',
      '<testsuites><testsuite name="pytest" errors="1" failures="1" skipped="0" tests="2"><testcase name="a"><failure/><error/></testcase><testcase name="b"/></testsuite></testsuites>',
      { tool: null, tests: 2, passed: 1, failed: 0, errors: 1, skipped: 0 },
    ],
    [
      'retries of Maven: a test that passed in the end',
      '<testsuite tests="1" failures="0" errors="0" skipped="0"><testcase name="a"><flakyFailure/></testcase></testsuite>',
      { tool: null, tests: 1, passed: 1, failed: 0, errors: 0, skipped: 0 },
    ],
  ])('of %s is counted, however it is cut', async (_what, text, wanted) => {
    for (const size of [1, 7, 65_536]) {
      expect(await read(text, size)).toMatchObject({ ...wanted, doubts: [] })
    }
  })

  test('has the time of its suites where that has a zone', async () => {
    expect(await read(google)).toMatchObject({ from: '2026-03-02T10:00:00Z', to: '2026-03-02T10:00:01Z' })
    const local = google.replaceAll('Z"', '"')
    expect(await read(local)).toMatchObject({ from: null, to: null })
  })

  test.each([
    ['tests', /suite `com.acme.ShopTest` states 9 for tests, and there are 4/, 'tests="4"', 'tests="9"'],
    ['failures', /states 0 for failures, and there are 1/, 'failures="1"', 'failures="0"'],
    ['errors', /states 0 for errors, and there are 1/, 'errors="1"', 'errors="0"'],
    ['skipped', /states 3 for skipped, and there are 1/, 'skipped="1"', 'skipped="3"'],
    ['words', /states no number for tests/, 'tests="4"', 'tests="many"'],
  ])('whose %s do not add up is in doubt', async (_what, doubt, from, to) => {
    const { doubts } = await read(surefire.replace(from, to))
    expect(doubts).toEqual([expect.stringMatching(doubt)])
  })

  test('without tests has none', async () => {
    expect(await read('<testsuites/>')).toMatchObject({ tests: 0, passed: 0, doubts: [] })
  })

  test.each([
    ['another document', '<coverage/>', /line 1: This is no JUnit report/],
    ['JSON', '{"tests": 1}', /not well-formed XML/],
    ['a page', '<!DOCTYPE html><html></html>', /This is no JUnit report/],
    ['one that is cut', surefire.slice(0, 400), /The XML ends in the middle/],
    ['two top elements', `${phpunit}<testsuites/>`, /not well-formed XML/],
    ['an attribute twice', '<testsuite tests="1" tests="0"/>', /not well-formed XML \(duplicate attribute/],
    ['an entity that is not declared', '<testsuite name="&lol;"/>', /not well-formed XML/],
    [
      'entities that expand',
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><testsuite name="&b;"/>',
      /The document type declares entities/,
    ],
    [
      'a file of the machine',
      '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><testsuite name="&f;"/>',
      /The document type declares entities/,
    ],
    ['Latin 1', '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite/>', /says that it is ISO-8859-1/],
    ['bytes that are no UTF-8', Buffer.from('<testsuite name="\xe4bc"/>', 'latin1'), /not UTF-8/],
    ['10,000 levels', '<testsuite>'.repeat(10_000), /more than 100 levels inside each other/],
    ['a test in a test', '<testsuite><testcase><testcase/></testcase></testsuite>', /A test stands in a test/],
    ['nothing', ' \n', /The file is empty/],
  ])('that is %s is refused with one message', async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })

  test('with what programs printed takes no memory for it, up to a limit', async () => {
    let given = 0
    async function* endless(start: string): AsyncGenerator<Uint8Array> {
      yield Buffer.from(start)
      for (; given < 50; given += 1) yield Buffer.alloc(1024 * 1024, 0x61)
    }
    for (const start of [
      '<testsuite><system-out>',
      '<testsuite name="',
      '<testsuite><!--',
      '<!DOCTYPE a [',
      '<testsuite><![CDATA[',
    ]) {
      given = 0
      await expect(readJunit(endless(start), '')).rejects.toThrow(/longer than 16 MiB/)
      expect(given).toBeLessThan(20)
    }
  })
})

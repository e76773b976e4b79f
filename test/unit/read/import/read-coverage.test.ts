import { describe, expect, test } from 'vitest'
import { readCobertura } from '../../../../src/read/import/read-cobertura.ts'
import { readGoCover } from '../../../../src/read/import/read-go-cover.ts'
import { readIstanbul } from '../../../../src/read/import/read-istanbul.ts'
import { readJacoco } from '../../../../src/read/import/read-jacoco.ts'
import { readLcov } from '../../../../src/read/import/read-lcov.ts'
import { checked } from '../../../support/byte-chunks.ts'

const cobertura = `<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<coverage version="7.4" timestamp="1772446530123" lines-valid="4" lines-covered="3" line-rate="0.75" branches-covered="1" branches-valid="2" branch-rate="0.5" complexity="0">
  <packages><package name="shop"><classes><class name="cart.py" filename="cart.py">
    <methods><method name="add"><lines><line number="1" hits="1"/></lines></method></methods>
    <lines>
      <line number="1" hits="1"/><line number="2" hits="4" branch="true" condition-coverage="50% (1/2)"/>
      <line number="3" hits="0"/><line number="4" hits="1"/>
    </lines>
  </class></classes></package></packages>
</coverage>`

const jacoco = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
<report name="shop"><sessioninfo id="ci-1" start="1772446500000" dump="1772446530123"/>
<package name="com/acme"><class name="com/acme/Cart"><counter type="LINE" missed="1" covered="9"/></class>
<sourcefile name="Cart.java"><line nr="3" mi="0" ci="2" mb="0" cb="0"/><counter type="BRANCH" missed="1" covered="3"/><counter type="LINE" missed="1" covered="9"/></sourcefile>
<counter type="LINE" missed="1" covered="9"/></package>
<counter type="BRANCH" missed="1" covered="3"/><counter type="LINE" missed="1" covered="9"/></report>`

const lcov = `TN:
SF:src/a.ts
FN:1,add
FNDA:2,add
DA:1,2
DA:2,0
LF:2
LH:1
BRDA:1,0,0,1
BRDA:1,0,1,-
BRF:2
BRH:1
end_of_record
SF:src/b.ts
DA:1,1
end_of_record
`

const istanbul = JSON.stringify({
  total: { lines: { total: 10, covered: 9, skipped: 0, pct: 90 }, branches: { total: 4, covered: 2, pct: 50 } },
  '/src/a.ts': { lines: { total: 6, covered: 5 }, branches: { total: 4, covered: 2 } },
  '/src/b.ts': { lines: { total: 4, covered: 4 }, branches: { total: 0, covered: 0 } },
})

const go = `mode: atomic
acme/shop/cart.go:3.20,5.2 2 7
acme/shop/cart.go:7.1,9.2 3 0
mode: atomic
acme/shop/cart.go:3.20,5.2 2 0
`

const readers = {
  cobertura: readCobertura,
  jacoco: readJacoco,
  lcov: readLcov,
  istanbul: readIstanbul,
  go: readGoCover,
}
const read = (format: keyof typeof readers, text: string, size?: number) => readers[format](checked(text, size))

describe('coverage', () => {
  test.each([
    ['cobertura', cobertura, { total: 4, covered: 3 }, { total: 2, covered: 1 }, '2026-03-02T10:15:30Z'],
    ['jacoco', jacoco, { total: 10, covered: 9 }, { total: 4, covered: 3 }, '2026-03-02T10:15:30Z'],
    ['lcov', lcov, { total: 3, covered: 2 }, { total: 2, covered: 1 }, null],
    ['istanbul', istanbul, { total: 10, covered: 9 }, { total: 4, covered: 2 }, null],
    ['go', go, { total: 5, covered: 2 }, null, null],
  ] as const)('of %s is counted, however it is cut', async (format, text, lines, branches, to) => {
    for (const size of [1, 13, 65_536]) {
      expect(await read(format, text, size)).toMatchObject({ lines, branches, doubts: [], to })
    }
  })

  test.each([
    ['cobertura', cobertura.replace('lines-covered="3"', 'lines-covered="4"'), /lines are not what/],
    ['cobertura', cobertura.replace('branches-covered="1"', 'branches-covered="2"'), /branches are not what/],
    ['jacoco', jacoco.replace(/missed="1" covered="9"\/><\/report>/, 'missed="0" covered="10"/></report>'), /not what/],
    ['lcov', lcov.replace('LH:1', 'LH:2'), /not what its lines add up to/],
    ['lcov', lcov.replace('src/b.ts', 'src/a.ts'), /a source file is there twice/],
    ['istanbul', istanbul.replace('"covered":9', '"covered":10'), /not what the files add up to/],
  ] as const)('of %s that does not add up is in doubt', async (format, text, doubt) => {
    expect((await read(format, text)).doubts).toEqual([expect.stringMatching(doubt)])
  })

  test('totals alone are taken as they are', async () => {
    const alone = '<coverage lines-valid="10" lines-covered="9" timestamp="0"></coverage>'
    expect(await read('cobertura', alone)).toMatchObject({ lines: { total: 10, covered: 9 }, branches: null, to: null })
    const total = '{"total":{"lines":{"total":1,"covered":1},"branches":{"total":0,"covered":0}}}'
    expect(await read('istanbul', total)).toMatchObject({ lines: { total: 1, covered: 1 }, branches: null, doubts: [] })
  })

  test.each([
    ['cobertura', jacoco, /This is no Cobertura report/],
    ['cobertura', cobertura.replace('hits="4"', 'hits="many"'), /`hits` is no number/],
    ['cobertura', '<coverage lines-valid="1" lines-covered="2"/>', /More lines are covered than there are/],
    ['cobertura', cobertura.slice(0, -20), /The XML ends in the middle/],
    ['jacoco', cobertura, /This is no JaCoCo report/],
    ['jacoco', jacoco.replaceAll('missed="1"', 'missed="-1"'), /`missed` is no number/],
    ['lcov', 'hello\n', /line 1: This is no LCOV trace file/],
    ['lcov', lcov.slice(0, lcov.indexOf('LF')), /ends in the middle/],
    ['lcov', 'DA:1,1\n', /line 1: This belongs to no source file/],
    ['lcov', 'SF:a\nDA:1,x\n', /line 2: This is no count/],
    ['lcov', 'end_of_record\n', /line 1: Here ends what has not begun/],
    ['lcov', 'SF:a\nSF:b\n', /line 2: The file before this one does not end/],
    ['lcov', 'TN:\n', /no source file/],
    ['istanbul', '{}', /This is no summary of Istanbul/],
    ['istanbul', '{"total":{"lines":{"total":1,"covered":2}}}', /total: Here belong `total` and `covered`/],
    ['istanbul', '[]', /Here belongs an object/],
    ['go', 'acme/x.go:1.1,2.2 1 1\n', /line 1: This is no cover profile/],
    ['go', 'mode: set\nacme/x.go:1.1,2.2 1\n', /line 2: This is no block/],
  ] as const)('%s refuses what is something else: %#', async (format, text, message) => {
    await expect(read(format, text)).rejects.toThrow(message)
  })
})

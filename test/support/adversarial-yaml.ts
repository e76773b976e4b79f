/**
 * Texts of about a given length that make a reader of YAML do as much as it can: one each for every loop, table and list
 * that such a reader has. By name, so that one that once did harm can be run alone.
 */
export const adversarialTexts: Readonly<Record<string, (length: number) => string>> = {
  'the same key again and again': (length) => people + repeat('x-a: 1\n', length),
  'the same key without values': (length) => repeat('? a\n', length),
  'keys that are not there': (length) => repeat(': a\n', length),
  'keys that are lists': (length) => repeat('? [a]\n: b\n', length),
  'merge keys': (length) => people + repeat('<<: {}\n', length),
  'keys of prototypes': (length) => people + repeat('__proto__: 1\n', length),
  'keys of the user': (length) => people + numbered(length, (index) => `x-${index}: 1\n`),
  'unknown keys': (length) => people + numbered(length, (index) => `y${index}: 1\n`),
  'one long key': (length) => `${repeat('a', length)}: 1\n`,
  'one long key in quotes': (length) => `"${repeat('a', length)}": 1\n`,
  'small documents': (length) => repeat('---\na: 1\n', length),
  'empty documents': (length) => repeat('---\n', length),
  'documents that end': (length) => repeat('a\n...\n', length),
  'whole records': (length) => repeat(`${people}---\n`, length),
  'values that can be misread': (length) => `${people}x-a: [${repeat('1.10,', length)}]\n`,
  'broken rows': (length) => `${people.replace(' []', '')}${repeat('  - {}\n', length)}`,
  'rows of another type': (length) => `${people.replace('[]', '')}[${repeat('1,', length)}]\n`,
  'equal entries': (length) => `apiVersion: countersign/v1\nkind: Policy\napprovedBy: [${repeat('ana,', length)}]\n`,
  'equal risks': (length) => risks(length, () => 'RSK-A'),
  'many risks': (length) => risks(length, (index) => `RSK-${index}`),
  'nested lists': (length) => `a: ${repeat('[', length)}`,
  'nested mappings': (length) => `a: ${repeat('{a: ', length)}`,
  'nested blocks': (length) => repeat('- ', length),
  'nested on each line': (length) => repeat('- - - -\n', length),
  'deeper and deeper': (length) => numbered(Math.sqrt(length) * 16, (index) => `${' '.repeat(index)}a:\n`),
  'closing brackets': (length) => `a: ${repeat('[]]', length)}`,
  'brackets on each line': (length) => repeat('a: [\n', length),
  'double quotes': (length) => `a: ${repeat('"', length)}`,
  'single quotes': (length) => `a: '${repeat("''", length)}`,
  'quotes on each line': (length) => repeat('a: "\n', length),
  'broken escapes': (length) => `x-a: "${repeat('\\x', length)}"`,
  'good escapes': (length) => `${people}x-a: "${repeat('\\u0041', length)}"\n`,
  'halves of characters': (length) => `${people}x-a: [${repeat('"\\ud83d",', length)}]\n`,
  backslashes: (length) => `x: "${repeat('\\\\', length)}"`,
  colons: (length) => repeat('a: ', length),
  'colons on each line': (length) => repeat(':\n', length),
  'question marks': (length) => repeat('? ', length),
  'dashes on each line': (length) => repeat('-\n', length),
  anchors: (length) => repeat('- &a\n', length),
  aliases: (length) => repeat('- *a\n', length),
  tags: (length) => repeat('- !!a\n', length),
  directives: (length) => repeat('%A\n', length),
  'forbidden starts': (length) => repeat('@\n', length),
  comments: (length) => people + repeat('#\n', length),
  'empty lines': (length) => people + repeat('\n', length),
  'lines of blanks': (length) => people + repeat('    \n', length),
  'lines of tabs': (length) => people + repeat('\t\n', length),
  'CRLF alone': (length) => people + repeat('\r\n', length),
  'CR alone': (length) => people + repeat('\r', length),
  'byte order marks': (length) => repeat('\ufeff', length),
  'control characters': (length) => repeat('\0', length),
  'a text of many words': (length) => `x-a: ${repeat('word ', length)}`,
  'a folded text': (length) => `${people}x-a: >\n${repeat('  w\n\n', length)}`,
  'a text over many lines': (length) => `${people}x-a: "${repeat('a\n  ', length)}"\n`,
  'combining marks': (length) => `${people}x-a: a${repeat('\u0301', length)}\n`,
  'a long number': (length) => `${people}x-a: ${repeat('9', length)}\n`,
  'a long hexadecimal number': (length) => `${people}x-a: 0x${repeat('f', length)}\n`,
  'a long exponent': (length) => `${people}x-a: 1e${repeat('9', length)}\n`,
  'a number with lines': (length) => `${people}x-a: 1${repeat('_', length)}x\n`,
  'zeros at the end': (length) => `${people}x-a: 1.${repeat('0', length)}\n`,
  'a time of day without end': (length) => `${people}x-a: 1${repeat(':00', length)}x\n`,
  'ids in what is not YAML': (length) => `${repeat('id: POL-A-\n', length)}{`,
  'marks of templates': (length) => `a: ${repeat('{{', length)}`,
  'merge conflicts': (length) => `a: [\n${repeat('<<<<<<< a\n', length)}`,
  'lines that are indented wrongly': (length) => `a:\n  b: 1\n${repeat(' c: 1\n', length)}`,
}

const people = 'apiVersion: countersign/v1\nkind: People\npeople: []\n'

const repeat = (text: string, length: number): string => text.repeat(Math.max(1, Math.floor(length / text.length)))

function numbered(length: number, line: (index: number) => string): string {
  let text = ''
  for (let index = 0; text.length < length; index += 1) text += line(index)
  return text
}

const risks = (length: number, id: (index: number) => string): string =>
  `apiVersion: countersign/v1\nkind: RiskRegister\nid: RGR-A\ntitle: A\nrisks:\n${numbered(
    length,
    (index) =>
      `  - { id: ${id(index)}, title: A, category: change, inherent: { likelihood: rare, impact: minor }, treatment: mitigate, status: open, owner: nobody }\n`,
  )}`

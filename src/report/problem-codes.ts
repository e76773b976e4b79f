import type { ProblemCode } from '../model/problem.ts'

export interface ProblemCodeText {
  readonly title: string
  readonly rationale: string
  readonly remedy: string
}

const texts: Readonly<Record<ProblemCode, ProblemCodeText>> = {
  'YML-001': {
    title: 'A file of the program cannot be read',
    rationale: 'Links, folders named like files and files without read permission may hide records.',
    remedy: 'Put a regular, readable file in its place, or remove it.',
  },
  'YML-002': {
    title: 'A file is too large, too deep or too long',
    rationale: 'The limits (8 MiB, 32 levels, two million pieces a file) keep a hostile file from stopping the check.',
    remedy: 'Split the file; a file may hold any number of records, and a program any number of files.',
  },
  'YML-003': {
    title: 'A file is not UTF-8',
    rationale: 'Bytes in another encoding would be read as other letters on another machine.',
    remedy: 'Save it as UTF-8. A byte order mark and CRLF line breaks are allowed.',
  },
  'YML-004': {
    title: 'The text is not YAML',
    rationale: 'One missing quote or a tab can change what all lines below mean, so nothing in the file is used.',
    remedy: 'Mend the place that is shown; the rest is checked in the next run.',
  },
  'YML-005': {
    title: 'A key is written twice in one mapping',
    rationale: 'Which of the two counts depends on the tool that reads it.',
    remedy: 'Keep one of them.',
  },
  'YML-006': {
    title: 'A feature of YAML that records do not use',
    rationale:
      'Anchors, aliases, merge keys, tags, directives and keys such as `__proto__` make a text mean something else than what is written where one looks.',
    remedy: 'Write the value where it is needed.',
  },
  'YML-007': {
    title: 'A document is not a record',
    rationale: 'Every document of the program is a mapping that begins with `apiVersion` and `kind`.',
    remedy: 'Write `apiVersion: countersign/v1` and `kind:`, or remove the document.',
  },
  'SCH-001': {
    title: 'An unknown key',
    rationale: 'A misspelled key would be ignored, and with it what it was meant to say.',
    remedy: 'Correct it, or start it with `x-` if it is your own.',
  },
  'SCH-002': {
    title: 'A key is missing',
    rationale: 'Without it the record is not complete enough to be judged.',
    remedy: 'Add it.',
  },
  'SCH-003': {
    title: 'A value has the wrong type or form',
    rationale: 'Dates, durations, ids and versions have one form each, so that they mean one thing.',
    remedy: 'Write it as the message shows. Versions and numbers that are names go in quotes.',
  },
  'SCH-004': {
    title: 'A value is not one of the allowed ones',
    rationale: 'Only the listed values have a meaning.',
    remedy: 'Take one of the listed values.',
  },
  'SCH-005': {
    title: 'An unknown kind or apiVersion',
    rationale: 'The kind decides what a record means; the path does not.',
    remedy: 'Take one of the listed kinds and `apiVersion: countersign/v1`.',
  },
}

/** What `render --check` finds in the documents themselves. */
const documentTexts: Readonly<Record<string, ProblemCodeText>> = {
  'RPT-001': {
    title: 'A document is not as it is rendered',
    rationale: 'A page that was edited by hand says what nobody can make again from commit, checkpoint and day.',
    remedy: 'Render again, and change the records instead of the pages.',
  },
  'RPT-002': {
    title: 'A link, an anchor or a page of the documents leads nowhere',
    rationale: 'An auditor follows links; one that is dead or not permanent ends the trail.',
    remedy: 'Mend the record, the policy text or the template that the link comes from.',
  },
  'RPT-003': {
    title: 'Something of the assessment is on no page',
    rationale: 'A deviation, an exception, missing evidence or what is not evaluated must not be filtered away.',
    remedy: 'Show it again: most likely a template of your own leaves it out.',
  },
}

export const problemCodes: ReadonlyMap<string, ProblemCodeText> = new Map([
  ...Object.entries(texts),
  ...Object.entries(documentTexts),
])

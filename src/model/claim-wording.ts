/** A claim about SOC 2 that nobody can make, with what can be said instead. */
export interface ClaimWord {
  /** Where in the text, in UTF-16 code units. */
  readonly index: number
  readonly words: string
  readonly instead: string
}

const claims: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  {
    pattern:
      /\bSOC[ -]?2(?: Type (?:I{1,2}|[12]))?[ -](?:certified|certificat(?:e|ion)s?|accredit(?:ed|ation)|licen[cs]ed)\b/gi,
    instead: 'a SOC 2 report is an opinion of an auditor: "has a SOC 2 Type II report for" and the period',
  },
  {
    pattern:
      /\b(?:certified|certification|accredited|accreditation)(?: (?:as|to|for|under|with|in|of|the|against)){0,2} SOC[ -]?2\b/gi,
    instead: 'a SOC 2 report is an opinion of an auditor: "has a SOC 2 Type II report for" and the period',
  },
  {
    pattern: /\b(?:passed|passes|failed) (?:the |a |our |its )?SOC[ -]?2\b/gi,
    instead: 'an examination is not passed: name the opinion and the period',
  },
  {
    pattern:
      /\b(?:AICPA[ -](?:certified|approved|accredited|endorsed)|(?:certified|approved|accredited|endorsed) by the AICPA)\b/gi,
    instead: 'the AICPA certifies and approves no organisation; an independent auditor reports',
  },
  {
    pattern: /\b(?:fully |100 ?% |completely )SOC[ -]?2[ -]complian(?:t|ce)\b/gi,
    instead: 'name the criteria and the report: there is no full or partial compliance',
  },
]

/** What an auditor says in a report, and nobody else; what is only said of SOC 2 and means a certificate. */
const borrowed: typeof claims = [
  {
    pattern: /\bno exceptions? (?:was |were )?noted\b/gi,
    instead: '"Management\'s own test found no deviation in" and what was looked at',
  },
  {
    pattern: /\b(?:in our opinion|we have (?:examined|audited)|our (?:examination|audit) was conducted)\b/gi,
    instead: 'the opinion is the auditor\'s: "management\'s evaluation"',
  },
  {
    pattern:
      /\b(?:unqualified|qualified|adverse) (?:audit |auditor's )?(?:opinion|report)\b|\bdisclaimer of opinion\b/gi,
    instead: 'name the report, its auditor and its period, and link to it',
  },
  {
    pattern: /(?<!fully |completely |% )\bSOC[ -]?2[ -]compliant\b/gi,
    instead: 'name the criteria and the report: there is no full or partial compliance',
  },
]

/** Words that take a claim back, in the same sentence before it. */
const denial = /\b(?:not|never|no|nobody|nor|without|avoid|instead of|rather than|cannot|refuse[sd]?)\b/i

/** Wording that misstates what a SOC 2 report is; what stands in code or quotes, or is denied, is none. */
export const claimWordsIn = (text: string): readonly ClaimWord[] =>
  /SOC[ -]?2|AICPA/i.test(text) ? wordsIn(text, claims) : []

/** The same, and the voice of an auditor: nothing of it may stand in a document of management. */
export const documentClaimsIn = (text: string): readonly ClaimWord[] =>
  signs.test(text) ? wordsIn(text, [...claims, ...borrowed]) : []

/** At least one of these stands in any of them; in most pages none does, and they are not searched further. */
const signs = /SOC[ -]?2|AICPA|noted|in our opinion|we have (?:exam|audit)|was conducted|qualified|adverse|disclaimer/i

function wordsIn(text: string, patterns: typeof claims): readonly ClaimWord[] {
  const plain = text.replace(/`[^`\n]*`|"[^"\n]*"|\u201c[^\u201c\u201d\n]*\u201d/g, (quoted) =>
    ' '.repeat(quoted.length),
  )
  return patterns
    .flatMap(({ pattern, instead }) =>
      [...plain.matchAll(pattern)].map((match) => ({ index: match.index, words: match[0], instead })),
    )
    .filter(({ index }) => !denial.test(sentenceBefore(plain, index)))
    .sort((a, b) => a.index - b.index)
}

function sentenceBefore(text: string, index: number): string {
  const before = text.slice(Math.max(0, index - 300), index)
  return before.slice(Math.max(before.lastIndexOf('. '), before.lastIndexOf('\n\n'), -1) + 1)
}

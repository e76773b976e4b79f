import { certainWord } from './certain-word.ts'
import { computedScore } from './computed-score.ts'
import { entryOnce } from './entry-once.ts'
import type { Fix } from './fix.ts'
import { idInItsCase } from './id-in-its-case.ts'
import { quotedText } from './quoted-text.ts'

/** Every fix; where two would mend the same value, the first one does. A new one is a file and a line here. */
export const fixes: readonly Fix[] = [computedScore, quotedText, certainWord, idInItsCase, entryOnce]

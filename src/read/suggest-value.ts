/** What a person meant who wrote a value in another form; undefined where that is not certain. */

/** `05/31/2026`, `31.5.2026`, `2026-5-31`, or a moment: the day of it. */
export function suggestDay(text: string): string | undefined {
  const short = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T[0-9:.]{1,20}(?:Z|[-+]\d\d:\d\d)?)?$/.exec(text)
  if (short !== null) return toDay(short[1], short[2], short[3])
  const [, first = '', second = '', year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
  if (Number(first) > 12) return toDay(year, second, first)
  if (Number(second) > 12 || (first !== '' && first === second)) return toDay(year, first, second)
  // Which of the two is the month, nobody can say.
  return undefined
}

function toDay(year = '', month = '', day = ''): string | undefined {
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${written}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== written ? undefined : written
}

/** `90 days`, `1 year`, `15 min`. */
export function suggestDuration(text: string): string | undefined {
  const [, count = '', unit = ''] =
    /^(\d{1,4}) ?(days?|d|weeks?|w|months?|years?|y|hours?|h|minutes?|mins?)$/i.exec(text) ?? []
  const letter = unit.toLowerCase().startsWith('min') ? 'M' : unit.charAt(0).toUpperCase()
  if (letter === '') return undefined
  return /^(?:h|min)/i.test(unit) ? `PT${Number(count)}${letter}` : `P${Number(count)}${letter}`
}

/** The id of somebody who was named in full, or by e-mail address. */
export function suggestId(text: string): string | undefined {
  if (text.length > 100 || !/[\s@]/.test(text)) return undefined
  const name = /^@?([^\s@]+)(?:@[^\s@]+)?$/.exec(text)?.[1] ?? text
  const id = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9_-]+/g, '_')
  return /^[a-z][a-z0-9_-]{0,63}$/.test(id) ? id : undefined
}

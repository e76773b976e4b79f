import { daysBetween, durationInWords, instantOf, millisecondsOf } from '../model/days.ts'
import { inlineText, markdownLink } from '../model/markdown-text.ts'
import { plural } from './page-text.ts'

/** What a record does not say; never an empty cell. */
export const notStated = 'not stated'

export const stated = (text: string | undefined): string => {
  const shown = text === undefined ? '' : inlineText(text)
  return shown === '' ? notStated : shown
}

export const yesOrNo = (value: boolean | undefined): string => (value === undefined ? notStated : value ? 'yes' : 'no')

/** `PT15M` -> `15 minutes` */
export const durationOr = (duration: string | undefined, otherwise = notStated): string =>
  duration === undefined ? otherwise : durationInWords(duration)

/** `P1Y` -> `year`, `P3M` -> `3 months`: what stands after *every*. */
export const everyOr = (duration: string | undefined, otherwise = notStated): string =>
  durationOr(duration, otherwise).replace(/^1 (?=[a-z]+$)/, '')

/** `2026-03-02 09:05 UTC` */
export const momentInWords = (instant: string): string =>
  `${instantOf(millisecondsOf(instant)).slice(0, 16).replace('T', ' ')} UTC`

export const momentOr = (instant: string | undefined, otherwise: string): string =>
  instant === undefined ? otherwise : momentInWords(instant)

/** A day until which something is in time: `by 2026-03-02`, or in words by how much it is overdue. */
export function dueInWords(due: string | undefined, asOf: string): string {
  if (due === undefined) return notStated
  return due < asOf ? `**overdue by ${plural(daysBetween(due, asOf), 'day')}** (was due by ${due})` : `by ${due}`
}

/** What had a last day and was done: in time, or late in words with the number of days. */
export function doneInWords(due: string, done: string | undefined, asOf: string): string {
  if (done === undefined) return `not done; ${dueInWords(due, asOf)}`
  if (done <= due) return `done on ${done}, in time (due by ${due})`
  return `**done late by ${plural(daysBetween(due, done), 'day')}**, on ${done} (was due by ${due})`
}

/** A last day of validity: `until 2026-03-02`, or that it has ended. */
export function endInWords(end: string | undefined, asOf: string, otherwise = 'no end stated'): string {
  if (end === undefined) return otherwise
  return end < asOf ? `**ended on ${end}, ${plural(daysBetween(end, asOf), 'day')} ago**` : `until ${end}`
}

export const linkOr = (text: string, url: string | undefined, otherwise = notStated): string =>
  url === undefined ? otherwise : markdownLink(text, url)

/** `2026-01-01 to 2026-12-31` with what is open said in words. */
export const spanInWords = (from: string | undefined, to: string | undefined): string =>
  from === undefined && to === undefined ? notStated : `${from ?? 'start not stated'} to ${to ?? 'end not stated'}`

/** The words of an enum: `done-with-exceptions` -> `done with exceptions`. */
export const asWords = (value: string | undefined): string =>
  value === undefined ? notStated : value.replaceAll('-', ' ')

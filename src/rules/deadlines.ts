import { annotatedFields } from './annotated-fields.ts'
import { toDay } from './dates.ts'
import type { Deadline } from './define-rule.ts'
import type { RuleContext } from './rule-context.ts'

/** Every day by which something has to be done: the values with `x-overdue`. */
export function deadlinesIn({ model, timezone }: RuleContext): Deadline[] {
  const found: Deadline[] = []
  for (const { field, from, item, path, value, beside, besidePath } of annotatedFields(model, 'overdue')) {
    if (field.overdue === undefined || typeof value !== 'string') continue
    const { done, unless = {} } = field.overdue
    const doneOn = Object.hasOwn(beside, done) ? beside[done] : undefined
    const settled = Object.entries(unless).flatMap(([key, values]) => {
      const holder = Object.hasOwn(beside, key) ? beside : (item.value as Readonly<Record<string, unknown>>)
      const now = Object.hasOwn(holder, key) ? holder[key] : undefined
      return typeof now === 'string' && values.includes(now) ? [`${key} is ${now}`] : []
    })[0]
    found.push({
      from,
      at: item.at,
      path,
      due: toDay(value, timezone),
      ...(typeof doneOn === 'string'
        ? { done: { day: toDay(doneOn, timezone), path: [...besidePath, done] as const } }
        : {}),
      ...(settled === undefined ? {} : { settled }),
    })
  }
  return found
}

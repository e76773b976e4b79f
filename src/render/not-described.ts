import { isEmptyTalk } from '../rules/policies/placeholders.ts'

/** Text of a record that says something. undefined where there is none, or only a filler or what the starter leaves to be written. */
export function described(text: string | undefined): string | undefined {
  if (text === undefined || /^to be (?:written|settled|filled in)\b/i.test(text.trim()) || isEmptyTalk(text)) {
    return undefined
  }
  return text
}

/** What stands in the place of a part that no record describes. @param add what would fill it, for example `a Commitment` */
export const notDescribed = (add: string): string => `**Not described yet:** add ${add}.`

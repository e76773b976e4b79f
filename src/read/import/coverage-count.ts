import { ImportRefused } from './import-refused.ts'

/** @throws ImportRefused where the text is not how many */
export function toCount(text: string | undefined, name: string): number {
  if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text)
  throw new ImportRefused(`\`${name}\` is no number`, 'Let the tool write the report again.')
}

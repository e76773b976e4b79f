/** Words that YAML 1.1, which many tools still read, takes for true and false. */
const oldBooleans = /^(?:y|n|yes|no|on|off)$/i

/**
 * Why a plain scalar means different things to different readers of YAML, or undefined.
 * @param source as it was written, without quotes
 * @param value as YAML 1.2 (core schema) reads it
 */
export function whyAmbiguous(source: string, value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (oldBooleans.test(source)) return 'older tools read it as true or false'
    if (/^[-+]?[1-9][\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/.test(source))
      return 'older tools read it as a number with base sixty'
    return /^[-+]?(?:0b[01_]+|\d+_[\d_]*)$/.test(source) ? 'older tools read it as a number' : undefined
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  if (!Number.isFinite(Number(value))) return 'it is not a finite number'
  if (/^[-+]?\d+\.\d*0$/.test(source)) return `it is the number ${Number(value)}, and the zero at its end is lost`
  if (/^[-+]?0\d/.test(source)) return `it is the number ${Number(value)}, and older tools read it with base eight`
  if (/^0[ox]/.test(source)) return `it is the number ${Number(value)}`
  if (Number.isInteger(Number(value)) && !Number.isSafeInteger(Number(value))) {
    return 'it has more digits than a number keeps'
  }
  return undefined
}

/** Whether a version such as `2.39.5.windows.1` is at least these numbers. What has no number in front is not. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, first, second] = /^(\d{1,6})\.(\d{1,6})/.exec(version) ?? []
  if (first === undefined || second === undefined) return false
  return Number(first) > major || (Number(first) === major && Number(second) >= minor)
}

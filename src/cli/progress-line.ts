/** Time that nobody minds to wait without a word. */
const silentMs = 500
/** Redrawing more often than anybody can read would only cost time. */
const everyMs = 100

export interface ProgressLine {
  /** Says what is going on; one short line, without text of other people. */
  show(text: string): void
  /** Takes the line away, before anything else is printed. */
  clear(): void
}

/**
 * One line that says what a long run is doing. Nothing is drawn in the first half second, and nothing stays.
 *
 * @param write draws at once: the run keeps the thread, so nothing would be flushed for it
 * @param nowMs time since the start of the process
 * @param open asked only when there is something to draw, since looking costs time: the terminal to draw on, with its width
 *   (0 or undefined where it does not say), or false where there is none
 */
export function progressLine(
  write: (text: string) => void,
  nowMs: () => number,
  open: () => { readonly columns: number | undefined } | false,
): ProgressLine {
  let screen: ReturnType<typeof open> | undefined
  let drawnMs: number | undefined
  return {
    show(text) {
      const now = nowMs()
      if (screen === false || now < silentMs || (drawnMs !== undefined && now - drawnMs < everyMs)) return
      screen ??= open()
      if (screen === false) return
      drawnMs = now
      // What is longer would wrap, and could not be taken away.
      write(`\r\u001b[K${text.slice(0, (screen.columns || 80) - 1)}`)
    },
    clear() {
      if (drawnMs === undefined) return
      drawnMs = undefined
      write('\r\u001b[K')
    },
  }
}

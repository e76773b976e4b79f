import { stderr, stdin } from 'node:process'
import { createInterface } from 'node:readline'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Questions } from '../ports/questions.ts'

/** Asks the person at the terminal, on stderr. Lines that were typed or pasted ahead answer the questions that follow. */
export function terminalQuestions(signal: AbortSignal): Questions {
  const reader = createInterface({ input: stdin, output: stderr, terminal: true })
  const ahead: string[] = []
  let waiting: { resolve(line: string): void; reject(error: Error): void } | undefined
  let isOver = false
  reader.on('line', (line) => {
    if (waiting === undefined) ahead.push(line)
    else {
      waiting.resolve(line)
      waiting = undefined
    }
  })
  // The terminal is in raw mode: Ctrl-C is a key here and no signal.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  // A question that is never answered would leave the program to end as if nothing had been asked.
  reader.on('close', () => {
    isOver = true
    waiting?.reject(over())
  })
  signal.addEventListener('abort', () => reader.close())
  return {
    ask: (question) =>
      new Promise<string>((resolve, reject) => {
        const given = ahead.shift()
        if (given !== undefined) {
          stderr.write(`${question} ${given}\n`)
          resolve(given.trim())
        } else if (isOver) reject(over())
        else {
          waiting = { resolve: (line) => resolve(line.trim()), reject }
          reader.setPrompt(`${question} `)
          reader.prompt()
        }
      }),
    close: () => reader.close(),
  }
}

const over = (): Refusal =>
  new Refusal(exitStatus.usage, 'The input ended before every question was answered', 'Nothing was written.')

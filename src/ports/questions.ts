/** Asks a person, one question after the other. */
export interface Questions {
  /** One line that a person types, without spaces around it. @throws Refusal when the input has ended */
  ask(question: string): Promise<string>
  /** In the end, or the program waits for more. */
  close(): void
}

import type { ForgeAccount } from '../model/facts.ts'

/** An account as the log has it: numbers are text there, and machines are known by their login. */
export const toAccount = ({ id, login }: { readonly id: string; readonly login: string }): ForgeAccount => ({
  id: Number(id),
  login,
  type: login.endsWith('[bot]') ? 'bot' : 'user',
})

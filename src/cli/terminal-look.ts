type Environment = Readonly<Record<string, string | undefined>>

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''

/**
 * Whether to colour what goes to a stream. FORCE_COLOR decides where it is set: on, unless it is `0` or `false`. Otherwise
 * colours need a terminal that can show them, and NO_COLOR switches them off.
 *
 * @see https://no-color.org
 * @see https://nodejs.org/api/tty.html#writestreamgetcolordepthenv Node lets FORCE_COLOR win over NO_COLOR, too
 */
export function wantsColours(environment: Environment, isTerminal: boolean): boolean {
  const forced = environment['FORCE_COLOR']
  if (isSet(forced)) return forced !== '0' && forced !== 'false'
  return isTerminal && !isSet(environment['NO_COLOR']) && environment['TERM'] !== 'dumb'
}

/**
 * Whether a line may be drawn over again: only on a terminal that moves its cursor, and never where a machine keeps the log,
 * even if that machine pretends to have a terminal.
 */
export function canRedraw(environment: Environment, isTerminal: boolean): boolean {
  return isTerminal && environment['TERM'] !== 'dumb' && !isInCi(environment)
}

/** Whether somebody may sit there and answer. */
export function canAsk(environment: Environment, areTerminals: boolean): boolean {
  return areTerminals && !isInCi(environment)
}

const isInCi = ({ CI }: Environment): boolean => isSet(CI) && CI !== '0' && CI !== 'false'

import { type AnchorResult, anchorLog } from '../usecases/anchor-log.ts'
import type { EvidenceContext } from '../wiring/evidence-context.ts'
import { authorityOpener } from '../wiring/open-authority.ts'
import type { ActionContext } from './mode.ts'

/** Runs that come by the clock or by hand: an authority is not asked for every push. */
const onEvents: ReadonlySet<string> = new Set(['schedule', 'workflow_dispatch'])

/** Anchors the log where settings name an authority; undefined where they do not, or not in this run. @throws Refusal */
export async function anchorDaily(
  { event, terminal }: ActionContext,
  { ports, places, signer, producer, settings }: EvidenceContext,
): Promise<AnchorResult | undefined> {
  if (settings.anchors.authorities.length === 0 || !onEvents.has(event.name)) return undefined
  const openAuthority = authorityOpener(terminal.signal)
  return anchorLog({ places, signer, producer }, { ...ports, openAuthority })
}

import type { Label } from '../../model/facts.ts'
import type { LabelEvent } from './pull-events.ts'

/**
 * Labels with who set them and when: by the newest event of that name, which must be a setting. null where there is none, as
 * for a label that was renamed since, and where the events say that it was taken away: then they are behind.
 */
export function withSetters(labels: readonly Label[], events: readonly LabelEvent[]): readonly Label[] {
  const newest = new Map<string, LabelEvent>()
  for (const event of events) {
    const name = event.name.toLowerCase()
    const before = newest.get(name)
    if (before === undefined || isLater(event, before)) newest.set(name, event)
  }
  return labels.map((label) => {
    const event = newest.get(label.name.toLowerCase())
    return event?.set === true ? { ...label, setBy: event.by, setAt: event.at } : label
  })
}

const isLater = (a: LabelEvent, b: LabelEvent): boolean =>
  Date.parse(a.at) > Date.parse(b.at) || (Date.parse(a.at) === Date.parse(b.at) && a.id > b.id)

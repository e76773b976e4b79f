import { createHash } from 'node:crypto'

/**
 * The policy of a page, for its `meta` element: nothing is loaded from anywhere, and only the style and the script
 * whose hashes stand here are used. So it holds from a folder, out of a ZIP and on any server.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy(style: string, script?: string): string {
  const sources = [
    "default-src 'none'",
    // The empty icon, without which browsers ask for one.
    'img-src data:',
    `style-src '${hashOf(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return sources.join('; ')
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

import { connect, createServer } from 'node:net'

/** Passes connections on to a port of this machine and counts the bytes that come back. */
export async function countingProxy(port: number) {
  let bytes = 0
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    upstream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    client.pipe(upstream)
    upstream.pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    /** Bytes since the last call. */
    taken: () => {
      const now = bytes
      bytes = 0
      return now
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

import { test } from 'vitest'
import { runDemo } from '../../src/dev/run-demo.ts'
test('demo', async () => {
  console.log((await runDemo('/tmp/demo-s')).join('\n'))
})

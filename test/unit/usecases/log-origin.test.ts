import { expect, test } from 'vitest'
import { originOf } from '../../../src/usecases/log-origin.ts'

test.each([
  { address: 'https://github.com/acme/shop.git', wanted: 'github.com/acme/shop/evidence' },
  { address: 'https://user:secret@GitHub.com/acme/shop', wanted: 'github.com/acme/shop/evidence' },
  { address: 'git@github.com:acme/shop.git', wanted: 'github.com/acme/shop/evidence' },
  { address: 'ssh://git@git.example:2222/acme/shop.git/', wanted: 'git.example/acme/shop/evidence' },
  { address: '/srv/shop.git', wanted: undefined },
  { address: 'file:///srv/shop.git', wanted: undefined },
  { address: 'https://github.com/acme/s p', wanted: undefined },
  { address: '', wanted: undefined },
])('the log of $address is $wanted', ({ address, wanted }) => {
  expect(originOf(address)).toBe(wanted)
})

/** What the owner said yes to, purpose by purpose. */
import { call } from './call'
import type { components } from './schema'

export type Purposes = components['schemas']['PurposesOut']
export type Purpose = Purposes['items'][number]
export type Word = Purposes['history'][number]

export function purposes(): Promise<Purposes> {
  return call('GET', '/me/purposes')
}

/** Switch a purpose on or off, at once. `version` is of the text that was shown, where there is one. */
export function say(name: Purpose['name'], isOn: boolean, version: string): Promise<Purposes> {
  return call('POST', `/me/purposes/${name}`, {
    body: { is_on: isOn, version },
    mayRepeat: true,
  })
}

/** Where the owner is signed in. */
import { call } from './call'
import type { components } from './schema'

export type Session = components['schemas']['SessionOut']

export async function sessions(): Promise<Session[]> {
  return (await call<{ items: Session[] }>('GET', '/me/sessions')).items
}

export async function endOthers(): Promise<Session[]> {
  const options = { mayRepeat: true }
  return (await call<{ items: Session[] }>('POST', '/me/sessions/end-others', options)).items
}

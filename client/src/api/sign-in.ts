/** Signing in with a phone number, and the agreements that it needs. */
import { rememberAttempt, rememberDevice, shown } from '@/platform/credentials'
import { call } from './call'
import { Refused } from './problem'
import type { Agreement, AgreementVersion, Challenge, Offered, Sent, SignedIn } from './types'

const NEEDED = ['terms', 'privacy'] as const // no account without them
const OPTIONAL = ['documents', 'aliyun'] as const // given and taken back as the owner likes
export const AGREEMENTS = [...NEEDED, ...OPTIONAL]
export type AgreementKind = (typeof AGREEMENTS)[number]

export function challenge(): Promise<Challenge> {
  return call<Challenge>('GET', '/captcha')
}

/** Send a code by text message. `captcha` answers a challenge. */
export async function sendCode(phone: string, captcha: string): Promise<Sent> {
  const body = { phone, captcha, ...shown('attempt', 'device') }
  const sent = await call<Sent>('POST', '/sign-in/codes', { body })
  rememberAttempt(sent.attempt)
  return sent
}

/** The larger challenge that the server wants solved instead, if that is what it said. */
export function harderChallenge(error: unknown): Challenge | null {
  if (!(error instanceof Refused) || error.code !== 'captcha_too_small') return null
  return (error.problem.body.challenge as Challenge | undefined) ?? null
}

export async function signIn(
  phone: string,
  code: string,
  agreements: Pick<AgreementVersion, 'kind' | 'version'>[],
): Promise<SignedIn> {
  const body = { phone, code, agreements, ...shown('attempt', 'device') }
  return known(await call<SignedIn>('POST', '/sign-in', { body }))
}

/** Sign in with WeChat's two codes: one for the user, one for the phone number. */
export async function signInWithWeixin(code: string, phoneCode: string): Promise<SignedIn> {
  const agreements = await neededAgreements()
  const body = { code, phone_code: phoneCode, agreements, ...shown('device') }
  return known(await call<SignedIn>('POST', '/sign-in/wechat', { body }))
}

/** Keep what makes this device known to the owner's next sign-in. */
export function known(answer: SignedIn): SignedIn {
  rememberDevice(answer.device)
  return answer
}

/** Answer that the account is mine, with what a new holder of its number does not know. */
export async function prove(question: string, proof: string): Promise<SignedIn> {
  const body = { question, proof, ...shown('device') }
  return known(await call<SignedIn>('POST', '/sign-in/prove', { body }))
}

/** Answer that the number is new to me: an empty account, and the old one loses the number. */
export async function beginAnew(question: string): Promise<SignedIn> {
  const body = { question, ...shown('device') }
  return known(await call<SignedIn>('POST', '/sign-in/begin-anew', { body }))
}

/** What signing in agrees to: terms and privacy. Photos have a consent of their own. */
export async function neededAgreements(): Promise<Pick<AgreementVersion, 'kind' | 'version'>[]> {
  const needed = (await agreements()).filter(({ kind }) => NEEDED.some((one) => one === kind))
  return needed.map(({ kind, version }) => ({ kind, version }))
}

export function signOut(): Promise<void> {
  return call<void>('POST', '/sign-out')
}

export async function agreements(): Promise<AgreementVersion[]> {
  return (await offered()).items
}

/** The agreements in force, and the cloud provider that photos may go to, if there is one. */
export function offered(): Promise<Offered> {
  return call('GET', '/agreements')
}

export function agreement(kind: AgreementKind): Promise<Agreement> {
  return call<Agreement>('GET', `/agreements/${kind}`)
}

export function consent(given: Pick<AgreementVersion, 'kind' | 'version'>): Promise<void> {
  const { kind, version } = given
  return call<void>('POST', '/me/consents', { body: { kind, version }, mayRepeat: true })
}

/** Take a yes back. Only what no account needs can be. */
export function withdraw(kind: string): Promise<void> {
  return call<void>('DELETE', `/me/consents/${encodeURIComponent(kind)}`)
}

/**
 * What is kept on the device. Where a browser keeps nothing - storage blocked, or full - the visit remembers it,
 * and nothing fails.
 */
const visit = new Map<string, unknown>()
const PROBE = 'voltbay.probe'

/** The value kept under the key, or '' as `uni` says it. */
export function stored(key: string): unknown {
  const found = quietly(() => uni.getStorageSync(key) as unknown)
  return found === undefined || found === '' ? (visit.get(key) ?? '') : found
}

export function store(key: string, value: unknown): void {
  visit.delete(key)
  quietly(() => uni.setStorageSync(key, value))
  if (stored(key) === '') visit.set(key, value) // some builds fail without a word
}

export function unstore(key: string): void {
  visit.delete(key)
  quietly(() => uni.removeStorageSync(key))
}

export function storedKeys(): string[] {
  const found = quietly(() => uni.getStorageInfoSync().keys) ?? []
  return [...new Set([...found, ...visit.keys()])]
}

/** Whether what is kept now is still there when the page is opened again. */
export function isStorageKept(): boolean {
  return (
    quietly(() => {
      uni.setStorageSync(PROBE, true)
      const there = uni.getStorageSync(PROBE) === true
      uni.removeStorageSync(PROBE)
      return there
    }) === true
  )
}

function quietly<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch {
    return undefined
  }
}

/** Loading the whole client again, where the owner is. H5 only. */

/** Only once our server is heard: without a network the browser's own page of errors would come instead. */
export async function startAgain(): Promise<void> {
  // #ifdef H5
  try {
    await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' })
    location.reload()
  } catch {
    return // what was said still holds
  }
  // #endif
}

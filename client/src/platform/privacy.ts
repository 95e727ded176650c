/** What the framework keeps about a browser that nobody needs. */

/** Take away the number by which the framework's maker would count visitors; its statistics are switched off. */
export function forgetVisitorNumber(): void {
  // #ifdef H5
  const forget = () => localStorage.removeItem('__DC_STAT_UUID')
  forget()
  window.addEventListener('pagehide', forget) // it is written while pages are used
  // #endif
}

/** What the server wrote into the page about whose site this is. H5 only: elsewhere it has to be asked for. */

export function siteInPage(): unknown {
  // #ifdef H5
  const said = document.querySelector<HTMLMetaElement>('meta[name="site"]')?.content
  return said ? JSON.parse(said) : null
  // #endif
  // #ifndef H5
  return null
  // #endif
}

/** Under whose name the site runs. */
import { call } from './call'
import type { Site } from './types'

export function fetchSite(): Promise<Site> {
  return call('GET', '/site')
}

/** Outlets as WeChat's map marks them: numbered from 1, as in the list below it. */
import type { Point } from '@/platform/coordinates'
import { site } from '@/state/site'

export function markers(outlets: (Point & { name: string })[]) {
  return outlets.map(({ longitude, latitude, name }, at) => ({
    id: at + 1,
    longitude,
    latitude,
    title: name,
    iconPath: '/static/mp-weixin/pin.png',
    width: 24,
    height: 34,
    label: {
      content: String(at + 1),
      color: '#ffffff',
      bgColor: site.value?.light.accent ?? '#0a7552',
      fontSize: 14,
      borderRadius: 10,
      padding: 4,
      anchorX: 8,
      anchorY: -34,
    },
    ariaLabel: name,
  }))
}

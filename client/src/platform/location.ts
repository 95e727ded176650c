/** Where the device is, asked only when the owner wants outlets by distance. */
import { type Point, toGcj02 } from './coordinates'

/** Whether the owner has allowed it before, so that asking disturbs nobody. */
export async function mayLocate(): Promise<boolean> {
  // #ifdef H5
  const state = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null)
  return state?.state === 'granted'
  // #endif
  // #ifdef MP-WEIXIN
  return new Promise((resolve) => {
    uni.getSetting({
      success: ({ authSetting }) => resolve(authSetting['scope.userLocation'] === true),
      fail: () => resolve(false),
    })
  })
  // #endif
}

/** The device's position in GCJ-02, as outlets are stored. Rejects when refused or unknown. */
export function whereAmI(): Promise<Point> {
  return new Promise((resolve, reject) => {
    // #ifdef H5
    if (!navigator.geolocation) return reject(new Error('no geolocation'))
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(toGcj02({ longitude: coords.longitude, latitude: coords.latitude })),
      () => reject(new Error('refused')),
      { timeout: 10_000, maximumAge: 300_000 },
    )
    // #endif
    // #ifdef MP-WEIXIN
    uni.getLocation({
      type: 'gcj02',
      success: ({ longitude, latitude }) => resolve({ longitude, latitude }),
      fail: () => reject(new Error('refused')),
    })
    // #endif
    void toGcj02
  })
}

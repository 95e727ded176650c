/** Looking again by itself while something goes on: a car in the bay. */
import { onHide, onShow, onUnload } from '@dcloudio/uni-app'

const EVERY = 15_000 // milliseconds; a step of the work takes minutes

/** Load again and again while the page is shown and `goesOn`. */
export function useLive(goesOn: () => boolean, load: () => Promise<void>): void {
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => clearInterval(timer)
  onShow(() => {
    stop()
    timer = setInterval(() => void (goesOn() && load()), EVERY)
  })
  onHide(stop)
  onUnload(stop)
}

/** An appointment into the phone's own calendar. H5 offers the server's file instead. */
import type { Booking } from '@/api/types'

export function addToCalendar(booking: Booking): void {
  // #ifdef MP-WEIXIN
  wx.addPhoneCalendar({
    title: booking.service.name,
    startTime: Math.floor(Date.parse(booking.starts_at) / 1000),
    endTime: String(Math.floor(Date.parse(booking.ends_at) / 1000)),
    location: `${booking.outlet.name} ${booking.outlet.address}`,
    description: booking.code,
    success: () => undefined,
    fail: () => undefined, // the owner said no; the appointment is in the list of bookings all the same
  })
  // #endif
  void booking
}

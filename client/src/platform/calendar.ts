/** An appointment into the phone's own calendar. H5 offers the server's file instead. */

export interface Appointment {
  title: string
  startsAt: string
  endsAt: string
  place: string
  note: string
}

export function addToCalendar(appointment: Appointment): void {
  // #ifdef MP-WEIXIN
  wx.addPhoneCalendar({
    title: appointment.title,
    startTime: Math.floor(Date.parse(appointment.startsAt) / 1000),
    endTime: String(Math.floor(Date.parse(appointment.endsAt) / 1000)),
    location: appointment.place,
    description: appointment.note,
    success: () => undefined,
    fail: () => undefined, // the owner said no; the appointment is in the list of bookings all the same
  })
  // #endif
  void appointment
}

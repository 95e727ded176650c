/** The shapes of the API, by the names that the client uses. */

export interface List<T> {
  items: T[]
  next: string | null
}

export interface Challenge {
  algorithm: string
  challenge: string
  salt: string
  maxnumber: number
  signature: string
}

export interface Sent {
  resend_after_seconds: number
  expires_in_seconds: number
}

export type AgreementKind = 'terms' | 'privacy' | 'documents'

export interface AgreementVersion {
  kind: AgreementKind
  version: string
  title: string
  effective_at: string
  sha256: string
}

export interface Agreement extends AgreementVersion {
  html: string
}

export interface SignedIn {
  token: string
  expires_at: string
}

export interface City {
  code: string
  name: string
  outlets: number
  longitude: number | null
  latitude: number | null
}

export interface Service {
  id: string
  name: string
  minutes: number
}

export interface Outlet {
  id: string
  name: string
  company: { id: string; name: string }
  city: string
  address: string
  phone: string
  longitude: number
  latitude: number
  distance_m: number | null
  earliest: string | null
  services: Service[]
}

export interface Navigation {
  amap: string
  tencent: string
}

export interface OutletDetail extends Outlet {
  introduction_html: string
  opening_hours: { weekday: number; opens_at: string; closes_at: string }[]
  closures: { from: string; to: string; reason: string }[]
  navigation: Navigation
  cancel_until_hours: number
  bring: string[]
}

export interface Company {
  id: string
  name: string
  credit_code: string
  city: string
  introduction_summary: string
  outlet_count: number
}

export interface CompanyDetail {
  id: string
  name: string
  credit_code: string
  introduction_html: string
  qualifications: { name: string; number: string; valid_until: string | null }[]
  website?: string | null
  phone: string
  outlets: Outlet[]
}

export interface Start {
  slot_id: string
  starts_at: string
  ends_at: string
  places_left: number
}

export interface Day {
  date: string
  starts: Start[]
}

export type BookingState =
  | 'held'
  | 'in_review'
  | 'confirmed'
  | 'checked_in'
  | 'removing'
  | 'completed'
  | 'cancelled'
  | 'expired'
  | 'no_show'

export interface BookingEvent {
  at: string
  from: string | null
  to: string
  actor: string
  why: string
}

export interface Booking {
  code: string
  state: BookingState
  held_until: string | null
  starts_at: string
  ends_at: string
  outlet: {
    id: string
    name: string
    address: string
    phone: string
    longitude: number
    latitude: number
    navigation: Navigation
  }
  service: Service
  name: string | null
  phone: string | null
  plate: string | null
  vin: string | null
  relation: string | null
  may_cancel: boolean
  may_reschedule: boolean
  change_until: string | null
  bring: string[]
  events?: BookingEvent[]
  created_at: string
}

export type DocumentKind = 'identity_card' | 'vehicle_licence'

export interface ReadField {
  value: string
  confidence: number
  /** Positions of characters to look at twice, or the whole value. */
  doubtful: boolean | number[]
  corrected: boolean
}

export interface DocumentProblem {
  code: string
  detail?: string
  where?: string | null
}

export interface OwnerDocument {
  id: string
  kind: DocumentKind
  state: 'reading' | 'recognised' | 'refused'
  fields?: Record<string, ReadField>
  problems?: DocumentProblem[]
}

export interface Me {
  phone: string
  name: string | null
  masked: { phone: string; name: string | null }
  created_at: string
  consents: { kind: string; version: string; at?: string }[]
}

export interface Support {
  phone: string
  hours: string
}

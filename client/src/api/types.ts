/** The shapes of the API, by the names that the client uses. All of them come from the server's OpenAPI file. */
import type { components } from './schema'

type Schemas = components['schemas']

export interface List<T> {
  items: T[]
  next: string | null
}

export type Challenge = Schemas['ChallengeOut']
export type Sent = Schemas['CodeOut']
export type SignedIn = Schemas['SignedInOut']
export type Me = Schemas['OwnerOut']
export type Support = Schemas['SupportOut']
export type MessageTemplate = Schemas['TemplateOut']
export type Receipt = Schemas['ReceiptOut']

export type AgreementVersion = Schemas['AgreementOut']
export type Agreement = Schemas['AgreementTextOut']
export type Offered = Schemas['AgreementsOut']
export type Cloud = Schemas['CloudOut']

export type City = Schemas['CityOut']
export type Outlet = Schemas['OutletSummary']
export type OutletDetail = Schemas['OutletOut']
export type Company = Schemas['CompanySummary']
export type CompanyDetail = Schemas['CompanyOut']
export type Day = Schemas['DayOut']
export type Start = Schemas['StartOut']

export type Booking = Schemas['BookingOut'] &
  Partial<Pick<Schemas['BookingDetail'], 'events' | 'cancel_reason' | 'looks'>>
export type BookingState = Booking['state']
export type Confirmation = Schemas['ConfirmIn']
export type BeginAnew = Schemas['BeginAnewIn']
export type Relation = Confirmation['relation']
export type CarAfter = NonNullable<Confirmation['car_after']>

export type DocumentKind = Schemas['Kind']
export type ReadField = Schemas['FieldOut']
export interface OwnerDocument {
  id: string
  kind: DocumentKind
  state: 'reading' | 'recognised' | 'refused' | 'by_hand'
  fields: Record<string, ReadField>
  problems: Schemas['ProblemOut'][]
  /** Enough photos were refused: what decides may be typed and sent with a photo. */
  may_type?: boolean
}
/** What an owner types of a document that nobody could read. */
export type Typed = Partial<Record<'name' | 'number' | 'plate' | 'vin' | 'owner', string>>

export type Wish = Schemas['WishIn']
export type WaitlistEntry = Schemas['EntryOut']

export type Vehicle = Schemas['NotedVehicle']
export type Car = Schemas['VehicleIn']

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
export type Site = Schemas['SiteOut']
export type Support = Schemas['SupportOut']
export type MessageTemplate = Schemas['TemplateOut']
export type Receipt = Schemas['ReceiptOut']
export type Closing = Schemas['ClosingOut']
export type View = Schemas['ViewOut']
export type RetentionRule = Schemas['RuleOut']

export type AgreementVersion = Schemas['AgreementOut']
export type Agreement = Schemas['AgreementTextOut']
export type Offered = Schemas['AgreementsOut']
export type Cloud = Schemas['CloudOut']

export type MapVendor = Schemas['MapOut']['vendor']
export type City = Schemas['CityOut']
export type Outlet = Schemas['OutletSummary']
export type OutletDetail = Schemas['OutletOut']
export type Company = Schemas['CompanySummary']
export type CompanyDetail = Schemas['CompanyOut']
export type Article = Schemas['ArticleSummary']
export type ArticleDetail = Schemas['ArticleOut']
export type Category = Article['category']
export type Day = Schemas['DayOut']
export type Start = Schemas['StartOut']

export type Booking = Schemas['BookingOut'] &
  Partial<
    Pick<Schemas['BookingDetail'], 'events' | 'cancel_reason' | 'looks' | 'stages' | 'receipt'>
  >
export type BookingState = Booking['state']
export type Confirmation = Schemas['ConfirmIn']
export type BeginAnew = Schemas['BeginAnewIn']
export type Relation = Confirmation['relation']
export type Fuel = NonNullable<Confirmation['fuel']>
export type VehicleClass = Schemas['VehicleClass']
export type Fit = Schemas['FitOut']
export type Offer = Schemas['FittingService']
export type Service = Schemas['ServiceOut']
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
export type Typed = Partial<
  Record<'name' | 'number' | 'birth_date' | 'plate' | 'vin' | 'owner', string>
>

export type Wish = Schemas['WishIn']
export type WaitlistEntry = Schemas['EntryOut']

export type CallOut = Schemas['CallOutOut']
export type CallOutWish = Partial<Schemas['CallOutIn']> &
  Pick<Schemas['CallOutIn'], 'outlet_id' | 'kind' | 'phone' | 'drives'>
export type Triage = Partial<Schemas['TriageIn']> & Pick<Schemas['TriageIn'], 'drives'>
export type Sign = CallOut['signs'][number]
export type Charge = CallOut['charge']
export type Fleet = Schemas['FleetOut']
export type FleetInvitation = Schemas['InvitationOut']
export type FleetRole = Fleet['role']
export type FleetMember = Schemas['MemberOut']
export type FleetCar = Schemas['FleetVehicleOut']
export type ListEffect = Schemas['ListEffectOut']
export type Proposal = Schemas['ProposalOut']
export type PlanWish = Pick<Schemas['PlanIn'], 'service_id' | 'first_day' | 'days'> & {
  count?: number
  vehicles?: string[]
  most_a_day?: number
}
export type Block = Schemas['BlockOut']
export type BlockDetail = Schemas['BlockDetail']
export type FleetReceipt = Schemas['FleetReceiptOut']

export type Vehicle = Schemas['NotedVehicle']
export type Car = Schemas['VehicleIn']

export type PriceRange = Schemas['PriceRangeOut']
export type Quote = Schemas['QuoteOut']
export type Payout = Schemas['PayoutOut']
export type Destination = Schemas['DestinationIn']
export type Signature = Schemas['SignatureIn']

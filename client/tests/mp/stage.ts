/** A small server that speaks the owners' API over real HTTP, for running the mini-program without the real one. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>
interface Reply {
  status: number
  body?: unknown
}
interface Asked {
  method: string
  path: string
  query: URLSearchParams
  token: string
  json: Json
  raw: string
}

export const STAGE = {
  code: '246810',
  owner: '张三',
  phone: '13800138000',
  support: '400-820-8820',
  site: {
    name_zh: '绿电回收',
    short_zh: '绿电',
    lead_zh: '旧电池交给绿电。',
    logo: null,
    light: { accent: '#0b4fd6', soft: '#e7edfb', on: '#ffffff' },
    dark: { accent: '#a5bff1', soft: '#303840', on: '#101318' },
    icp: '沪ICP备2026012345号-1',
    police_record: '',
    powered_by: false,
  },
}

const NAVIGATION = { amap: 'https://uri.amap.com/navigation', tencent: 'https://apis.map.qq.com/' }
const SERVICE = {
  id: 7,
  name: '动力电池拆卸',
  minutes: 60,
  vehicle_classes: ['passenger_car'],
  fuels: ['electric', 'hybrid'],
  heaviest_kg: null,
  fits: null,
}
const TRUCK_SERVICE = { ...SERVICE, id: 8, name: '客车动力电池拆卸', minutes: 180 }
const OUTLET = {
  id: 'outlet-1',
  name: '浦东金桥回收服务网点',
  company: { id: 'company-1', name: '绿循新能源' },
  city: '上海',
  address: '金桥路 1580 号',
  phone: '021-50801000',
  longitude: 121.6,
  latitude: 31.25,
  coord_sys: 'gcj02',
  distance_m: null,
  earliest: '2026-11-23T01:00:00Z',
  open_until: null,
  opens_at: '2026-11-23T00:30:00Z',
  tow_km: 30,
  on_site_km: null,
  photo: null,
  services: [SERVICE],
}
const start = (slot_id: number, hour: number, places_left: number) => ({
  slot_id,
  starts_at: `2026-11-23T${String(hour).padStart(2, '0')}:00:00+08:00`,
  ends_at: `2026-11-23T${String(hour + 1).padStart(2, '0')}:00:00+08:00`,
  places_left,
})
const agreement = (kind: string) => ({
  kind,
  version: '1',
  title: kind,
  sha256: '',
  effective_at: '2026-01-01T00:00:00Z',
})
const agreements = () => ({
  items: ['terms', 'privacy', 'documents', 'aliyun'].map(agreement),
  cloud: { kind: 'aliyun', name: '阿里云', when: 'doubtful' },
})
const read = (value: string) => ({ value, confidence: 0.99, doubtful: false, corrected: false })
const FIELDS: Record<string, Json> = {
  identity_card: { name: read(STAGE.owner), number: read('11010519491231002X') },
  vehicle_licence: { plate: read('沪AD12345'), owner: read(STAGE.owner) },
}

const TEMPLATES = {
  templates: [
    { kind: 'booking_confirmed', id: 'T1', left: 1 },
    { kind: 'booking_tomorrow', id: 'T2', left: 0 },
  ],
}

const problem = (status: number, code: string, detail: string, more: Json = {}): Reply => ({
  status,
  body: { code, detail, status, ...more },
})
const ok = (body?: unknown, status = 200): Reply => ({ status, body })

/** Start it. `script` makes it refuse what a test wants refused. */
export async function raiseCurtain() {
  const script = { full: false, lapsed: false, refuse: '', another: false, bus: false }
  const wishes: Json[] = []
  const accepted: string[] = []
  const held: Json[] = []
  const accept = ({ json }: Asked): Reply => {
    accepted.push(...(json.templates as string[]))
    return ok(TEMPLATES)
  }
  const bookings = new Map<string, Json>()
  const documents = new Map<string, string>()
  const me = {
    phone: STAGE.phone,
    name: null as string | null,
    masked: { phone: '138****8000', name: null as string | null },
    created_at: '2026-11-01T00:00:00Z',
    consents: [] as Json[],
  }

  const booking = (code: string, hour: number): Json => ({
    code,
    state: 'held',
    held_until: new Date(Date.now() + (script.lapsed ? 0 : 900_000)).toISOString(),
    starts_at: start(0, hour, 0).starts_at,
    ends_at: start(0, hour, 0).ends_at,
    created_at: new Date().toISOString(),
    outlet: { ...OUTLET, navigation: NAVIGATION },
    service: SERVICE,
    name: null,
    phone: null,
    plate: null,
    vin: null,
    vehicle_class: null,
    fuel: null,
    misfits: [],
    relation: null,
    car_after: null,
    may_cancel: true,
    may_reschedule: false,
    change_until: start(0, hour, 0).starts_at,
    bring: ['身份证原件'],
    events: [],
  })

  function hold({ json }: Asked): Reply {
    held.push(json)
    if (script.full) {
      script.full = false
      const alternatives = [start(3, 14, 1), start(4, 15, 1), start(5, 16, 2)]
      return problem(409, 'slot_full', '这个时间刚刚被约满了。', { alternatives })
    }
    const code = `VB${1000 + bookings.size}`
    bookings.set(code, booking(code, Number(json.slot_id) === 3 ? 14 : 9))
    return ok(bookings.get(code), 201)
  }

  function wait({ json }: Asked): Reply {
    wishes.push({
      id: `wish-${wishes.length + 1}`,
      state: 'waiting',
      outlet: { id: OUTLET.id, name: OUTLET.name },
      service: { id: Number(json.service_id), name: SERVICE.name },
      starts_from: start(2, 10, 0).starts_at,
      starts_before: start(2, 10, 0).ends_at,
      created_at: new Date().toISOString(),
      place: 1,
      offer: null,
    })
    return ok(wishes[wishes.length - 1], 201)
  }

  /** Somebody else cancelled: the newest wish is offered a place for so many milliseconds. */
  function offer(lasts: number) {
    const held = booking('VB9000', 10)
    bookings.set('VB9000', held)
    held.held_until = new Date(Date.now() + lasts).toISOString()
    const { code, starts_at, held_until } = held
    Object.assign(wishes[wishes.length - 1] ?? {}, {
      state: 'offered',
      place: null,
      offer: { code, starts_at, held_until },
    })
  }

  function leaveLine({ path }: Asked): Reply {
    const left = wishes.find(({ id }) => path.endsWith(String(id)))
    return ok(void Object.assign(left ?? {}, { state: 'left', offer: null, place: null }), 204)
  }

  const callOuts: Json[] = []
  function callOut({ json }: Asked): Reply {
    callOuts.push({
      ...json,
      id: `call-out-${callOuts.length + 1}`,
      state: 'asked',
      outlet: { id: OUTLET.id, name: OUTLET.name, phone: OUTLET.phone },
      has_photo: false,
      wanted_from: null,
      wanted_before: null,
      agreed_from: null,
      agreed_before: null,
      message: '',
      created_at: new Date().toISOString(),
      until: start(0, 18, 0).ends_at,
      booking: null,
    })
    return ok(callOuts[callOuts.length - 1], 201)
  }
  function takeBack({ path }: Asked): Reply {
    const mine = callOuts.find(({ id }) => path.endsWith(String(id)))
    return ok(void Object.assign(mine ?? {}, { state: 'withdrawn' }), 204)
  }

  const vehicles: Json[] = []
  function noteVehicle(id: string, json: Json): Json {
    const known = vehicles.find((one) => one.id === id)
    if (!known) vehicles.push({ id })
    const masked = String(json.plate).replace(/(.{4}).*(.)/, '$1***$2')
    return Object.assign(vehicles.find((one) => one.id === id) ?? {}, json, {
      masked_plate: masked,
    })
  }
  function forgetVehicle(id: string) {
    vehicles.splice(
      vehicles.findIndex((one) => one.id === id),
      1,
    )
  }

  function withdraw({ path }: Asked): Reply {
    me.consents = me.consents.filter(({ kind }) => !path.endsWith(`/${String(kind)}`))
    return ok(undefined, 204)
  }

  function purposes(): Json {
    const isOn = me.consents.some(({ kind }) => kind === 'documents')
    const items = [{ name: 'documents', is_on: isOn, since: null, version: '1' }]
    return { items, history: [] }
  }
  function turn({ path }: Asked): Reply {
    me.consents = me.consents.filter(({ kind }) => !path.endsWith(`/${String(kind)}`))
    return ok(purposes())
  }

  function takeDocument({ raw }: Asked): Reply {
    const kind = raw.includes('vehicle_licence') ? 'vehicle_licence' : 'identity_card'
    const id = `document-${documents.size + 1}`
    documents.set(id, kind)
    return ok({ id, kind, state: 'reading', fields: {}, problems: [] }, 202)
  }

  function showDocument({ path }: Asked): Reply {
    const id = path.split('/')[2] ?? ''
    const kind = documents.get(id) ?? ''
    const refused = script.refuse === kind
    const problems = [
      { code: 'too_blurred', detail: '照片模糊，请重新拍照。', where: null, field: null },
    ]
    return ok({
      id,
      kind,
      state: refused ? 'refused' : 'recognised',
      fields: refused ? {} : FIELDS[kind],
      problems: refused ? problems : [],
    })
  }

  function followNumber(json: Json): Reply {
    const agreed = (json.agreements as Json[]).map(({ kind }) => kind).join()
    if (json.question !== 'asked' || agreed !== 'terms,privacy')
      return signIn({ json: {} } as Asked)
    script.another = false
    return signIn({ json } as Asked)
  }

  function confirm(one: Json, json: Json): Reply {
    if (script.another) return problem(409, 'another_person', '请确认。', { question: 'asked' })
    if (json.name !== STAGE.owner) return disagree()
    Object.assign(one, { state: 'confirmed', name: '张*', plate: '沪AD1***5', held_until: null })
    return ok(Object.assign(one, { relation: json.relation, may_reschedule: true }))
  }

  /** What fits the car of the licence; a bus does not fit what is held. */
  function fit(): Json {
    const offer = { ...TRUCK_SERVICE, kept: start(1, 9, 1), starts: [] }
    const misfits = [{ code: 'class', detail: '大型客车' }]
    const car = { vehicle_class: 'passenger_car', fuel: 'electric' }
    const bus = { vehicle_class: 'bus', fuel: 'electric', misfits, services: [offer] }
    return {
      ask_fuel: false,
      is_petrol: false,
      misfits: [],
      services: [],
      ...(script.bus ? bus : car),
    }
  }

  function act({ path, json }: Asked): Reply {
    const [, , code = '', verb] = path.split('/')
    const one = bookings.get(code)
    if (!one) return problem(404, 'booking_unknown', '没有找到这个预约。')
    if (verb === 'confirm') return confirm(one, json)
    if (verb === 'begin-anew') return followNumber(json)
    if (verb === 'cancel') {
      const events = [{ at: one.created_at, from: 'held', to: 'cancelled', why: 'cancelled' }]
      Object.assign(one, { state: 'cancelled', may_cancel: false, may_reschedule: false, events })
      Object.assign(one, { cancel_reason: json.reason })
    }
    if (verb === 'fit') return ok(fit())
    if (verb === 'times') return ok({ days: days() })
    if (verb === 'service') return ok(Object.assign(one, { service: TRUCK_SERVICE }))
    if (verb === 'qr.svg') return ok('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    return ok(one)
  }

  const routes: [RegExp, (asked: Asked) => Reply][] = [
    [/^GET \/cities$/, () => ok({ items: [{ code: '310000', name: '上海', outlets: 1 }] })],
    [/^GET \/outlets$/, () => ok({ items: [OUTLET], next: null })],
    [/^GET \/outlets\/[\w-]+\/slots$/, () => ok({ days: days() })],
    [/^GET \/outlets\/[\w-]+$/, () => ok({ ...OUTLET, ...OUTLET_PAGE })],
    [/^GET \/captcha$/, () => ok(challenge())],
    [/^POST \/sign-in\/codes$/, () => ok({ attempt: 'an-attempt', joined: false, ...TIMES }, 202)],
    [/^POST \/sign-in$/, signIn],
    [/^POST \/sign-in\/wechat$/, weixinSignIn],
    [/^POST \/sign-in\/begin-anew$/, beginAnew],
    [/^GET \/agreements$/, () => ok(agreements())],
    [/^GET \/agreements\/\w+$/, () => ok({ ...agreement('terms'), html: '<p>正文</p>' })],
    [/^GET \/site$/, () => ok(STAGE.site)],
    [/^GET \/support$/, () => ok({ number: STAGE.support, hours: '8–20' })],
    [/^GET \/me$/, () => ok(me)],
    [/^POST \/me$/, ({ json }) => ok(Object.assign(me, json))],
    [/^POST \/me\/consents$/, ({ json }) => ok(void me.consents.push(json), 204)],
    [/^DELETE \/me\/consents\/\w+$/, withdraw],
    [/^GET \/me\/sessions$/, () => ok({ items: [] })],
    [/^GET \/me\/purposes$/, () => ok(purposes())],
    [/^POST \/me\/purposes\/\w+$/, turn],
    [/^GET \/me\/subscriptions$/, () => ok(TEMPLATES)],
    [/^POST \/me\/subscriptions$/, accept],
    [/^GET \/me\/vehicles$/, () => ok({ items: [], noted: vehicles, next: null })],
    [/^POST \/me\/vehicles$/, ({ json }) => ok(noteVehicle(`car-${vehicles.length}`, json), 201)],
    [/^POST \/me\/vehicles\/[\w-]+$/, ({ path, json }) => ok(noteVehicle(path.slice(13), json))],
    [/^DELETE \/me\/vehicles\/[\w-]+$/, ({ path }) => ok(void forgetVehicle(path.slice(13)), 204)],
    [/^POST \/waitlist$/, wait],
    [/^POST \/call-outs$/, callOut],
    [/^GET \/call-outs$/, () => ok({ items: [...callOuts].reverse(), next: null })],
    [/^DELETE \/call-outs\/[\w-]+$/, takeBack],
    [/^GET \/waitlist$/, () => ok({ items: [...wishes].reverse(), next: null })],
    [/^DELETE \/waitlist\/[\w-]+$/, leaveLine],
    [/^POST \/documents$/, takeDocument],
    [/^GET \/documents\/[\w-]+$/, showDocument],
    [/^POST \/bookings$/, hold],
    [/^GET \/bookings$/, () => ok({ items: [...bookings.values()], next: null })],
    [/^GET \/bookings\/\w+\/corrections$/, () => ok({ items: [] })],
    [/^\w+ \/bookings\/\w+(\/[\w.-]+)?$/, act],
  ]

  function answer(asked: Asked): Reply {
    const needsOwner = /^\/(me|documents|bookings|waitlist|call-outs)/.test(asked.path)
    if (needsOwner && asked.token !== 'Bearer a-token')
      return problem(401, 'not_signed_in', '请登录。')
    const found = routes.find(([route]) => route.test(`${asked.method} ${asked.path}`))
    return found ? found[1](asked) : problem(404, 'not_found', `没有 ${asked.path}`)
  }

  const server = createServer(async (request, response) => {
    const asked = await understood(request)
    const inbox = request.url?.startsWith('/demo/inbox.json')
    const { status, body } = inbox ? ok({ items: [{ code: STAGE.code }] }) : answer(asked)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(body === undefined ? '' : JSON.stringify(body))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const consents = () => me.consents.map(({ kind }) => kind)
  return {
    url: `http://127.0.0.1:${port}`,
    script,
    consents,
    accepted,
    held,
    offer,
    close: () => server.close(),
  }
}

const OUTLET_PAGE = {
  introduction_html: '<p>介绍</p>',
  opening_hours: [{ weekday: 0, opens_at: '08:30', closes_at: '17:30' }],
  closures: [],
  navigation: NAVIGATION,
  cancel_until_hours: 24,
  bring: ['身份证原件'],
}

function days() {
  return [
    {
      date: '2026-11-23',
      state: 'open',
      starts: [start(1, 9, 1), start(2, 10, 0), start(3, 14, 1)],
    },
  ]
}

function challenge() {
  const salt = 'salt'
  const hash = createHash('sha256').update(`${salt}7`).digest('hex')
  return { algorithm: 'SHA-256', challenge: hash, salt, maxnumber: 20, signature: 's' }
}

const TIMES = { resend_after_seconds: 60, expires_in_seconds: 300 }
const signedIn = () =>
  ok({ token: 'a-token', expires_at: '', owner: { phone: STAGE.phone }, device: 'a-device' })

/** What the server says when the typed name is not the card's. */
function disagree(): Reply {
  return problem(422, 'documents_disagree', '填写的内容与证件不一致，请检查标出的项目。', {
    fields: { name: 'name_differs_from_card' },
    field_details: {
      name: '姓名与身份证件上的不一致，请按证件上的姓名填写（外文姓名用证件上的字母），或重新拍摄。',
    },
  })
}

function signIn({ json }: Asked): Reply {
  if (json.code === STAGE.code && json.attempt === 'an-attempt') return signedIn()
  const said = '验证码不正确。'
  return problem(422, 'code_wrong', said, {
    fields: { code: 'code_wrong' },
    field_details: { code: said },
  })
}

function beginAnew({ json }: Asked): Reply {
  return json.question === 'asked' ? signedIn() : problem(409, 'phone_question_expired', '已超时。')
}

function weixinSignIn({ json }: Asked): Reply {
  const agreed = (json.agreements as Json[]).map(({ kind }) => kind).join()
  const right = json.code === 'who' && json.phone_code === 'which' && agreed === 'terms,privacy'
  if (json.phone_code === 'recycled')
    return problem(409, 'phone_in_question', '请确认。', { question: 'asked', tries_left: 5 })
  return right ? signedIn() : problem(422, 'wechat_code_wrong', '微信登录失败。')
}

async function understood(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks).toString('latin1')
  const url = new URL(request.url ?? '/', 'http://stage')
  const isJson = request.headers['content-type']?.startsWith('application/json') && raw
  return {
    method: request.method ?? 'GET',
    path: url.pathname.replace('/api/v1', ''),
    query: url.searchParams,
    token: request.headers.authorization ?? '',
    json: isJson ? (JSON.parse(Buffer.from(raw, 'latin1').toString()) as Json) : {},
    raw,
  }
}

/**
 * What owners do in the mini-program, driven through its built pages over HTTP.
 * Against the small server beside this file, or against a real one: VOLTBAY_URL names it and VOLTBAY_CARDS
 * a folder with identity_card.jpg and vehicle_licence.jpg of one owner, whose name VOLTBAY_OWNER gives;
 * VOLTBAY_INBOX is where the codes that were sent can be read, if not in the demo's own inbox.
 * VOLTBAY_WEIXIN_WITHOUT names something that this WeChat cannot do yet.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type App, openApp } from './harness'
import { raiseCurtain, STAGE } from './stage'

const real = process.env.VOLTBAY_URL
const cards = process.env.VOLTBAY_CARDS ?? drawnCards()
const ownerName = process.env.VOLTBAY_OWNER ?? STAGE.owner
const phone = real ? `139${String(Date.now()).slice(-8)}` : STAGE.phone

let app: App
let stage: Awaited<ReturnType<typeof raiseCurtain>>
let server = real ?? ''

beforeAll(async () => {
  stage = await raiseCurtain()
  server ||= stage.url
  app = await openApp(server, process.env.VOLTBAY_WEIXIN_WITHOUT)
})
afterAll(() => stage.close())

/** Files that start like JPEGs: enough for the small server, which looks at no picture. */
function drawnCards(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cards-'))
  const start = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(60)])
  for (const name of ['identity_card', 'vehicle_licence'])
    writeFileSync(join(folder, `${name}.jpg`), start)
  return folder
}

async function textedCode(): Promise<string> {
  const inbox = process.env.VOLTBAY_INBOX ?? `${server}/demo/inbox.json?phone=${phone}`
  for (let tries = 0; tries < 50; tries += 1) {
    const { items } = (await (await fetch(inbox)).json()) as { items: { code?: string }[] }
    const code = items.find((message) => message.code)?.code
    if (code) return code
    await new Promise((done) => setTimeout(done, 200)) // a worker is still delivering it
  }
  throw new Error('no code came')
}

async function signIn() {
  await app.type('f-phone', phone)
  await app.tap('b-send app-button')
  await app.see('验证码已发送', 30)
  await app.type('f-code', await textedCode())
  await app.tick('f-agreed')
  await app.tap('b-submit app-button')
}

async function photograph(kind: 'identity_card' | 'vehicle_licence') {
  app.photograph(join(cards, `${kind}.jpg`))
  await app.tap(`p-${kind.replace('_', '-')} b-take app-button`)
}

/** Say of the car what is asked before times are shown; the device remembers it for the visit. */
async function answer(drives: 'yes' | 'no', sign: string) {
  if (app.count('b-answer-again')) await app.tap('b-answer-again app-button')
  await app.seeMany('b-not-fine', 1)
  await app.tap('b-not-fine app-button')
  await app.choose('f-drives', drives)
  await app.tick(`f-sign-${sign}`)
  await app.choose('f-charge', 'unknown')
  await app.tap('b-answered app-button')
}

async function hold() {
  await app.open('/pages/home/home')
  await app.see('最早可约')
  await app.tap('outlet-card b-book app-button')
  await app.until(() => app.count('b-fine-below') + app.count('b-answer-again') > 0, 'questions')
  if (app.count('b-fine-below')) await app.tap('b-fine-below app-button')
  await app.seeMany('times__time', 1)
  expect(app.given('is-chosen', 'id')).toMatch(/^day-/)
  await app.tap('b-hold app-button')
}

/** What a part threw while it was drawn: WeChat prints it and draws on without it. */
const thrown: unknown[] = []
beforeAll(() => {
  vi.spyOn(console, 'error').mockImplementation((...said: unknown[]) => {
    if (said.some((one) => one instanceof Error)) thrown.push(...said)
  })
})
afterEach(() => {
  expect(thrown.splice(0)).toEqual([])
})

describe('an owner in WeChat', () => {
  it.skipIf(real)('meets the operator by its own name', async () => {
    await app.open('/pages/home/home')

    await app.see(STAGE.site.lead_zh)
    await app.see(STAGE.site.icp)
    await app.until(() => app.called.includes(`title ${STAGE.site.name_zh}`), 'its name in the bar')
    expect(app.storage.get('voltbay.site')).toEqual(STAGE.site)
  })

  it('is told at each entry what is wrong, before anything is sent', async () => {
    await app.open('/pages/sign-in/sign-in')

    await app.tap('b-submit app-button')

    expect(app.texts('field__error')).toEqual([
      '请填写手机号。',
      '请填写短信验证码。',
      '请先阅读并勾选同意用户协议和隐私政策。',
    ])
  })

  it('chooses a time, signs in on the way, and holds it', async () => {
    await hold()
    expect(app.url()).toContain('/pages/sign-in/')

    await signIn()

    await app.see('名额保留', 15)
    expect(app.storage.get('voltbay.token')).toBeTruthy()
    expect(app.storage.get('voltbay.device')).toBeTruthy()
    expect(app.storage.get('voltbay.attempt')).toBeUndefined()
  })

  it('may not take photos before agreeing to their use', async () => {
    await photograph('identity_card')

    await app.see('请先勾选同意，再上传证件照片。')
    expect(app.count('read')).toBe(0)
  })

  it.skipIf(real)('may let the named cloud provider read photos, and take that back', async () => {
    await app.see('把证件照片发送给阿里云再识别一次')
    expect(app.text()).toContain('可不勾选，不影响预约')
    expect(stage.consents()).not.toContain('aliyun')

    await app.tick('f-cloud')
    await app.until(() => stage.consents().includes('aliyun'), 'consent')
    await app.untick('f-cloud')
    await app.until(() => !stage.consents().includes('aliyun'), 'withdrawal')
  })

  it('sends two photos, one of them again after the network was cut', async () => {
    await app.tick('f-documents')
    await app.see('您已同意处理证件照片')
    app.cutNetwork(true)
    await app.tap('p-identity-card b-take app-button')
    await app.see('网络不通')
    app.cutNetwork(false)

    await app.tap('p-identity-card b-retry app-button')
    await photograph('vehicle_licence')

    await app.seeMany('read', 2, real ? 90 : 5)
    expect(app.texts('c-identityCard read').join()).toContain(ownerName)
    expect(app.given('f-name field__input', 'value')).toBe(ownerName)
  }, 90_000)

  it('sees that the name differs from the card, and confirms with the right one', async () => {
    await app.type('f-name', '李四')
    await app.choose('f-car-after', 'battery_replaced')
    await app.tap('b-confirm app-button')
    await app.see('上的不一致')

    await app.tap('b-card-name app-button')
    await app.tap('b-confirm app-button')

    await app.see('预约成功', 20)
  })

  it.skipIf(real)('lets WeChat tell about the booking, or text messages do', async () => {
    await app.see('用微信提醒我')
    app.willSay('off')
    await app.tap('notices b-notices app-button')
    await app.see('您在微信设置中关闭了订阅消息，会用短信通知您。')
    expect(stage.accepted).toEqual([])

    await app.open(app.url())
    await app.see('用微信提醒我')
    app.willSay('accept')
    await app.tap('notices b-notices app-button')

    await app.see('好的，会在微信里提醒您。')
    await app.until(() => stage.accepted.length === 2, 'what was accepted')
    expect(stage.accepted).toEqual(['T2', 'T1'])
  })

  it('puts the appointment into the calendar of the phone', async () => {
    await app.tap('b-calendar btn')
    expect(app.called.some((call) => call.startsWith('calendar '))).toBe(true)
  })

  it('finds it among the bookings and cancels it, saying why', async () => {
    await app.open('/pages/bookings/bookings')
    await app.see('已确认')
    await app.tap('coming outlet-card__name link')
    await app.seeMany('b-cancel', 1)
    await app.tap('b-cancel app-button')
    await app.tap('b-cancel-yes app-button')
    await app.see('请选择取消原因。')

    await app.choose('f-reason', 'time')
    await app.tap('b-cancel-yes app-button')

    await app.see('预约已取消。')
    await app.see('时间不合适')
  })

  it('notes a car down, corrects it, and takes it away', async () => {
    await app.open('/pages/vehicles/vehicles')
    await app.see('添加车辆')
    await app.type('f-plate', '沪AL12345')
    await app.tap('b-keep app-button')
    await app.see('号牌号码格式不对')

    await app.type('f-plate', '沪a·d54321')
    await app.choose('f-relation', 'self')
    await app.tap('b-keep app-button')
    await app.see('车辆已保存。')
    expect(app.text()).not.toContain('沪AD54321')
    await app.tap('b-show app-button')
    await app.see('沪AD54321')

    await app.tap('b-change app-button')
    await app.choose('f-relation', 'company')
    await app.tap('b-keep app-button')
    await app.see('单位车辆')
    await app.tap('b-remove app-button')
    await app.tap('b-remove-yes app-button')

    await app.see('车辆已删除。')
    await app.until(() => app.count('vehicle') === 0, 'no vehicle left')
  })

  it('calls customer service', async () => {
    await app.open('/pages/me/me')
    await app.see('联系客服')

    await app.tap('c-support btn')

    expect(app.called.some((call) => /^call [\d-]+$/.test(call))).toBe(true)
  })

  it('changes the name, which WeChat cannot PATCH', async () => {
    await app.open('/pages/details/details')
    await app.see('修改姓名')

    await app.type('f-name', ownerName)
    await app.tap('b-rename app-button')

    await app.see('姓名已修改。')
  })
})

describe.skipIf(real)('what only a scripted server does on demand', () => {
  it('a time that was just taken comes with others, and one tap holds one of them', async () => {
    stage.script.full = true
    await hold()
    await app.see('该时间刚被约满')
    expect(app.count('alternatives btn')).toBe(3)

    await app.tap('alternatives btn')

    await app.see('名额保留')
    expect(app.text()).toContain('14:00–15:00')
    expect(app.url()).toContain('/pages/form/')
  })

  it('a hold that lapsed is held again with everything that was typed', async () => {
    stage.script.lapsed = true
    await hold()
    await app.see('名额保留时间已到')
    await app.see('您已同意处理证件照片')
    await photograph('identity_card')
    await photograph('vehicle_licence')
    await app.seeMany('read', 2)
    await app.type('f-name', '王五')
    stage.script.lapsed = false

    await app.tap('lapsed b-again app-button')

    await app.see('名额保留 1')
    expect(
      app.storage.get([...app.storage.keys()].find((key) => key.includes('draft')) ?? ''),
    ).toMatchObject({ draft: { name: '王五' } })
  })

  it('a hold that lapsed long ago asks of the car anew, and then holds the same time', async () => {
    stage.script.lapsed = true
    await hold()
    await app.see('名额保留时间已到')
    const kept = [...app.storage.keys()].find((key) => key.includes('triage')) ?? ''
    app.storage.set(kept, { ...(app.storage.get(kept) as object), at: 0 })
    stage.script.lapsed = false
    await app.tap('lapsed b-again app-button')
    await app.seeMany('b-fine-below', 1)

    await app.tap('b-fine-below app-button')

    await app.see('名额保留 1')
    expect(stage.held[stage.held.length - 1]?.triage).toMatchObject({ charge: 'below' })
  })

  it('a dark photo is doubted on the phone, before anything is sent', async () => {
    app.lightUp(20)
    await photograph('identity_card')
    await app.see('照片太暗')

    app.lightUp(200)
    await app.tap('p-identity-card b-anyway app-button')

    await app.see('识别成功')
  })

  it('a camera that may not be opened is explained, and the photo at hand stays', async () => {
    app.allowCamera(false)
    await photograph('identity_card')

    await app.see('无法打开相机或相册')
    await app.see('识别成功')
    app.allowCamera(true)
    app.photographed()
  })

  it('a noted car fills the form, and is held against the licence', async () => {
    await app.open('/pages/vehicles/vehicles')
    await app.see('添加车辆')
    await app.type('f-plate', '沪AD99999')
    await app.choose('f-relation', 'company')
    await app.tap('b-keep app-button')
    await app.see('车辆已保存。')

    await hold()
    await app.see('您已同意处理证件照片') // before this is looked up no photo is taken
    await photograph('identity_card')
    await photograph('vehicle_licence')

    await app.see('通常无需人工审核') // as card and licence name the same person after all
    await app.see('行驶证上的号牌是 沪AD12345，与所选车辆 沪AD99999 不同')
  })

  it('a bus gets the service that takes it in one tap, and keeps what was typed', async () => {
    await app.type('f-name', '王五')
    stage.script.bus = true
    await app.tap('b-photos app-button')
    await photograph('vehicle_licence')
    await app.see('请改约下面的服务')

    await app.tap('b-swap app-button')

    await app.see('客车动力电池拆卸')
    expect(app.given('f-name field__input', 'value')).toBe('王五')
    stage.script.bus = false
  })

  it('a refused document says why, and asks for another photo', async () => {
    stage.script.refuse = 'vehicle_licence'
    await app.tap('b-photos app-button')

    await photograph('vehicle_licence')

    await app.see('照片模糊，请重新拍照。')
    stage.script.refuse = ''
  })

  it('is told what to do with a dangerous battery, and has the outlet call', async () => {
    await app.open('/pages/time/time?outlet=outlet-1')
    await app.see('重新填写')
    await answer('yes', 'smell')
    await app.see('拨打 119')
    expect(app.count('b-hold')).toBe(0)

    await app.tap('danger-part b-ask app-button')
    await app.seeMany('f-phone', 1)
    await app.type('f-phone', phone)
    await app.tap('b-send app-button')

    await app.see('网点最晚')
    await app.tap('call-out-card b-withdraw app-button')
    await app.see('网点已经出发的')
    await app.tap('b-withdraw-yes app-button')
    await app.see('您已撤回这次求助。')
  })

  it('asks for a tow when the car does not drive', async () => {
    await app.open('/pages/time/time?outlet=outlet-1')
    await app.see('重新填写')
    await answer('no', 'none')
    await app.tap('stands-part b-ask-tow app-button')
    await app.seeMany('f-place', 1)
    await app.tap('b-send app-button')
    await app.see('请填写车辆所在地址。')
    await app.type('f-place', '金桥路 1 号')
    await app.tap('b-send app-button')

    await app.see('拖车到网点')
    await app.see('网点最晚')
    await app.open('/pages/time/time?outlet=outlet-1')
    await app.see('重新填写')
    await answer('yes', 'none')
  })

  it('waits for a full time, is offered it, and goes on to the form', async () => {
    await app.open('/pages/time/time?outlet=outlet-1')
    await app.see('重新填写')
    await app.see('想要已满的时间？')
    await app.tap('wait-for b-wait app-button')
    await app.see('您排在第 1 位')

    stage.offer(900_000)
    await app.open('/pages/waitlist/waitlist')
    await app.see('名额保留 1')
    await app.tap('waiting b-accept app-button')

    await app.see('放弃这个时间')
    expect(app.url()).toContain('/pages/form/form?code=VB9000')
  })

  it('an offer whose time is up says so, and offers another time', async () => {
    stage.offer(1200)
    await app.open('/pages/waitlist/waitlist')

    await app.see('名额已让给下一位')

    expect(app.count('b-accept')).toBe(0)
    expect(app.count('b-wait-again')).toBe(1)
  })

  it('leaves the line after saying so twice', async () => {
    stage.offer(900_000)
    await app.open('/pages/waitlist/waitlist')
    await app.seeMany('b-leave', 1)
    await app.tap('waiting b-leave app-button')
    await app.see('以后再候补需重新排队')

    await app.tap('b-leave-yes app-button')

    await app.see('已退出候补。')
    await app.until(() => app.count('waiting') === 0, 'no wish left')
  })

  it('an owner signs in with the number that WeChat knows, after agreeing', async () => {
    app.storage.clear()
    await app.open('/pages/sign-in/sign-in')
    await app.tap('b-weixin app-button')
    await app.see('请先阅读并勾选同意')
    await app.tick('f-agreed')

    await app.grantPhone('weixin-button')
    expect(app.storage.get('voltbay.token')).toBeUndefined()
    await app.grantPhone('weixin-button', 'which')

    await app.see('待进行')
    expect(app.storage.get('voltbay.token')).toBe('a-token')
    expect(app.storage.get('voltbay.device')).toBe('a-device')
  })

  it('a new holder of a number that WeChat knows begins with an account of its own', async () => {
    app.storage.clear()
    await app.open('/pages/sign-in/sign-in')
    await app.tick('f-agreed')
    await app.grantPhone('weixin-button', 'recycled')
    await app.see('以前用这个号码的账号是您的吗？')
    expect(app.storage.get('voltbay.token')).toBeUndefined()

    await app.tap('b-answer app-button')
    await app.see('请选择原来的账号是不是您的。')
    await app.choose('f-whose', 'new')
    await app.see('此操作无法撤回')
    await app.tap('b-answer app-button')

    await app.see('待进行')
    expect(app.storage.get('voltbay.token')).toBe('a-token')
  })

  it('a number that is new to whoever confirms begins anew, and the booking goes on', async () => {
    stage.script.another = true
    await hold()
    await app.see('您已同意处理证件照片')
    await photograph('identity_card')
    await app.see('识别成功')
    await photograph('vehicle_licence')
    await app.seeMany('read', 2)
    await app.type('f-name', ownerName)
    await app.choose('f-relation', 'self')
    await app.choose('f-car-after', 'battery_replaced')
    await app.tap('b-confirm app-button')
    await app.see('这个号码是您新换的吗？')

    await app.tap('another-person b-answer app-button')
    await app.see('请选择您的情况。')
    await app.choose('f-another', 'new')
    await app.see('此操作无法撤回')
    await app.tap('another-person b-send app-button')
    await app.see('验证码已发送', 30)
    await app.type('f-code', STAGE.code)
    await app.tick('f-agreed')
    await app.tap('another-person b-answer app-button')

    await app.see('预约成功', 20)
    expect(app.storage.get('voltbay.token')).toBe('a-token')
    expect(stage.script.another).toBe(false)
  }, 60_000)

  it('an owner takes back the consent to photos, after being told what goes with it', async () => {
    await app.open('/pages/account/account')
    await app.see('关闭“识别证件照片”')
    await app.tap('b-turn-documents app-button')
    await app.see('已上传的证件照片和识别出的内容立即删除')

    await app.tap('b-turn-yes app-button')

    await app.see('开启“识别证件照片”')
    expect(stage.consents()).not.toContain('documents')
  })

  it('without a network every page says so and can be tried again', async () => {
    app.cutNetwork(true)
    await app.open('/pages/home/home')
    await app.see('网络不通')
    app.cutNetwork(false)

    await app.tap('b-again app-button')

    await app.see('最早可约')
  })
})

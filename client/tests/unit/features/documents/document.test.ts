import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextPause, useDocument } from '@/features/documents/document'
import { entriesOf } from '@/features/documents/typed'
import { stubUni } from '../../stub'

const { prepare } = vi.hoisted(() => ({ prepare: vi.fn() }))
vi.mock('@/platform/photo', () => ({ prepare, release: () => undefined }))

let server: ReturnType<typeof stubUni>
const raw = { path: 'raw', bytes: 1 }
const clear = { path: 'small', look: { light: 120, sharpness: 300 } }
const answer = (state: string, more: object = {}) =>
  JSON.stringify({ id: 'd1', kind: 'identity_card', state, fields: {}, problems: [], ...more })

const away = { code: 'unavailable', detail: '服务暂时不可用，请稍后再试。' }

afterEach(() => {
  vi.useRealTimers()
})
beforeEach(() => {
  server = stubUni()
  prepare.mockReset().mockResolvedValue(clear)
})

describe('a photo of a document', () => {
  it('is sent at once, read, and recognised', async () => {
    server.answer(202, answer('reading'))
    server.answer(200, JSON.parse(answer('reading')))
    server.answer(200, JSON.parse(answer('recognised')))
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)

    expect(flow.state.step).toBe('recognised')
    expect(flow.recognised.value?.id).toBe('d1')
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/api/v1/documents',
      '/api/v1/documents/d1?wait=20',
      '/api/v1/documents/d1?wait=20',
    ])
  })

  it('that waits long is said to be in a queue, and no longer once it is read', async () => {
    server.answer(202, answer('reading'))
    server.answer(200, JSON.parse(answer('reading')))
    server.answer(200, JSON.parse(answer('recognised')))
    const flow = useDocument('identity_card', 200, 0)
    const taken = flow.take(raw)
    await vi.waitUntil(() => flow.state.late)

    expect(flow.state.step).toBe('reading')
    await taken

    expect(flow.state.step).toBe('recognised')
  })

  it.each([
    [1_000, 1_500],
    [20_000, 5_000],
    [300_000, 10_000],
  ])('that waited %i ms is asked for again after %i', (waited, pause) => {
    expect(nextPause(waited)).toBe(pause)
  })

  it('says every problem of a refused one', async () => {
    const problems = [
      { code: 'blurred', detail: '太模糊。' },
      { code: 'not_a_card', detail: '不是身份证。' },
    ]
    server.answer(202, answer('refused', { problems }))
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)

    expect(flow.state).toMatchObject({ step: 'refused', message: '太模糊。\n不是身份证。' })
    expect(flow.recognised.value).toBeNull()
  })

  it('may be typed after too many refusals, and goes with the same photo', async () => {
    server.answer(202, answer('refused', { may_type: true }))
    server.answer(422, {
      code: 'typed_wrong',
      detail: '请核对。',
      fields: { number: 'typed_wrong' },
      field_details: { number: '号码不对。' },
    })
    server.answer(202, answer('by_hand'))
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)
    expect(flow.state).toMatchObject({ step: 'refused', mayType: true, path: 'small' })
    flow.type({ name: '王㛃', number: '1' })
    await flow.sendTyped()
    expect(flow.state).toMatchObject({ step: 'refused', mayType: true })
    expect(flow.state.wrong).toEqual({ number: '号码不对。' })
    flow.type({ ...flow.state.typed, number: '310101198506150024' })
    expect(flow.state.wrong).toEqual({})
    await flow.sendTyped()

    expect(flow.state.step).toBe('by_hand')
    expect(flow.recognised.value?.id).toBe('d1')
    const keys = server.asked.map(({ header }) => header['Idempotency-Key'])
    expect(new Set(keys).size).toBe(3)
  })

  it('may still be typed when a further photo is refused for what it is', async () => {
    server.answer(202, answer('refused', { may_type: true }))
    server.answer(422, { code: 'photo_unusual', detail: '请直接拍摄。' })
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)
    await flow.take(raw)

    expect(flow.state).toMatchObject({
      step: 'refused',
      message: '请直接拍摄。',
      mayType: true,
      refusals: 2,
    })
    flow.choose('passport')
    expect(flow.state).toMatchObject({ mayType: false, refusals: 0 })
  })

  it('of a passport is typed at once and sent with what was typed', async () => {
    server.answer(422, {
      code: 'typed_wrong',
      detail: '请核对。',
      fields: { number: 'typed_wrong' },
      field_details: { number: '号码不对。' },
    })
    server.answer(202, answer('by_hand', { kind: 'passport' }))
    const flow = useDocument('identity_card', 0)
    flow.choose('passport')

    await flow.take(raw)
    expect(flow.state).toMatchObject({ step: 'to_type', path: 'small' })
    expect(server.asked).toEqual([])
    flow.type({ name: 'MUELLER HANS', birth_date: '1985-06-15', number: '1' })
    await flow.sendTyped()
    expect(flow.state).toMatchObject({
      step: 'to_type',
      message: '',
      wrong: { number: '号码不对。' },
    })
    await flow.take(raw) // a better photo: what was typed stays
    flow.type({ ...flow.state.typed, number: 'C01X00T47' })
    await flow.sendTyped()

    expect(flow.state.step).toBe('by_hand')
    expect(server.asked.map(({ formData }) => formData?.kind)).toEqual(['passport', 'passport'])
    expect(server.asked[1]?.formData).toMatchObject({
      name: 'MUELLER HANS',
      birth_date: '1985-06-15',
      number: 'C01X00T47',
    })
  })

  it('of an old card of a foreigner is typed with the birth date, which its number lacks', async () => {
    server.answer(202, answer('refused', { may_type: true }))
    server.answer(202, answer('by_hand', { kind: 'foreigner_card' }))
    const flow = useDocument('identity_card', 0)
    await flow.take(raw)
    const born = { name: 'MUELLER HANS', birth_date: '1990-12-31' }

    expect(entriesOf('identity_card', { number: '310101198506150024' })).toHaveLength(2)
    flow.type({ ...born, number: 'kaz1100 90123105' })
    expect(entriesOf('identity_card', flow.state.typed)).toContain('birth_date')
    await flow.sendTyped()

    expect(server.asked[1]?.formData).toMatchObject(born)
  })

  it('of another paper is forgotten when the owner says which one it is', async () => {
    server.answer(202, answer('refused'))
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)
    flow.type({ name: '陈大文', number: '310101198506150024' })
    flow.choose('travel_permit')

    expect(flow.state).toMatchObject({ step: 'empty', path: '', message: '' })
    expect(flow.state.typed).toEqual({ name: '陈大文' })
  })

  it('is sent again after the network was cut, with the same key and without a new photo', async () => {
    server.cut()
    server.answer(202, answer('recognised'))
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)
    expect(flow.state.step).toBe('stuck')
    await flow.again()

    expect(flow.state.step).toBe('recognised')
    expect(prepare).toHaveBeenCalledOnce()
    const [first, second] = server.asked.map(({ header }) => header['Idempotency-Key'])
    expect(first).toBe(second)
  })

  it('is only asked for again when the answer got lost while it was read', async () => {
    server.answer(202, answer('reading'))
    server.cut()
    server.answer(200, JSON.parse(answer('recognised')))
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)
    expect(flow.state.step).toBe('stuck')
    await flow.again()

    expect(flow.state.step).toBe('recognised')
    expect(server.asked.filter(({ url }) => url.endsWith('/documents'))).toHaveLength(1)
  })

  it('is read on after the server was away for a while, and never called refused', async () => {
    vi.useFakeTimers()
    server.answer(202, answer('reading'))
    for (let n = 0; n < 3; n += 1) server.answer(503, away, { 'Retry-After': '5' })
    server.answer(200, JSON.parse(answer('recognised')))
    const flow = useDocument('identity_card', 0)

    const taken = flow.take(raw)
    await vi.advanceTimersByTimeAsync(14_000)
    expect(flow.state).toMatchObject({ step: 'reading', message: '' })
    await vi.advanceTimersByTimeAsync(10_000)
    await taken

    expect(flow.state.step).toBe('recognised')
  })

  it('can be asked for again when the server was away for too long', async () => {
    vi.useFakeTimers()
    server.answer(202, answer('reading'))
    for (let n = 0; n < 20; n += 1) server.answer(503, away)
    const flow = useDocument('identity_card', 0)

    void flow.take(raw)
    await vi.advanceTimersByTimeAsync(70_000)

    expect(flow.state).toMatchObject({ step: 'stuck', message: away.detail, path: 'small' })
  })

  it.each([
    [503, 'intake_busy'],
    [500, 'internal_error'],
  ])('is not called refused by a %i %s: the same one can be sent again', async (status, code) => {
    server.answer(status, JSON.stringify({ code, detail: '请稍后重新上传。' }))
    server.answer(202, answer('recognised'))
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)
    expect(flow.state).toMatchObject({ step: 'stuck', message: '请稍后重新上传。' })
    await flow.again()

    expect(flow.state.step).toBe('recognised')
    expect(prepare).toHaveBeenCalledOnce()
  })

  it('waits for the owner when it is dark, and is sent when the owner says so', async () => {
    prepare.mockResolvedValue({ path: 'dark', look: { light: 10, sharpness: 300 } })
    server.answer(202, answer('recognised'))
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)
    expect(flow.state.step).toBe('doubtful')
    expect(server.asked).toHaveLength(0)
    await flow.send()

    expect(flow.state.step).toBe('recognised')
  })

  it('may be booked for by telephone after two that were refused and never kept', async () => {
    server.answer(422, { code: 'photo_damaged', detail: '照片已损坏。' })
    prepare.mockResolvedValueOnce({ wrong: 'photo.kind' })
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)
    expect(flow.offersCall.value).toBe(false)
    await flow.take(raw)

    expect(flow.state).toMatchObject({ step: 'refused', mayType: false })
    expect(flow.offersCall.value).toBe(true)
    flow.choose('passport')
    expect(flow.offersCall.value).toBe(false)
  })

  it('counts once, though it is dark here and refused there', async () => {
    prepare.mockResolvedValue({ path: 'dark', look: { light: 10, sharpness: 300 } })
    server.answer(202, answer('refused'))
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)
    await flow.send()
    expect(flow.state).toMatchObject({ step: 'refused', refusals: 1 })
    await flow.take(raw)

    expect(flow.state.step).toBe('doubtful')
    expect(flow.offersCall.value).toBe(true)
  })

  it('never leaves the phone when it is no photo', async () => {
    prepare.mockResolvedValue({ wrong: 'photo.kind' })
    const flow = useDocument('identity_card', 0)

    await flow.take(raw)

    expect(flow.state.step).toBe('refused')
    expect(server.asked).toHaveLength(0)
  })

  it('of a draft that the server erased is simply to be taken again', async () => {
    server.answer(404, { code: 'document_unknown', detail: '没有找到。' })
    const flow = useDocument('identity_card', 0)

    await flow.resume('gone')

    expect(flow.state).toMatchObject({ step: 'empty', message: '', document: null })
  })
})

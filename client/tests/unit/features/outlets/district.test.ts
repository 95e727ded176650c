import { expect, it } from 'vitest'
import { byDistrict, district } from '@/features/outlets/district'

it.each([
  ['上海市浦东新区金桥路 1580 号', '上海', '浦东新区'],
  ['山东省济南市市中区经十路 1 号', '济南', '市中区'],
  ['江苏省苏州市昆山市前进路 2 号', '苏州', '昆山市'],
  ['内蒙古自治区呼和浩特市新城区北街', '呼和浩特', '新城区'],
  ['天津市经济技术开发区第七大街', '天津市', '经济技术开发区'],
  ['东莞市农贸市场路 3 号', '东莞', ''],
])('%s is in its district', (address, city, name) => {
  expect(district(address, city)).toBe(name)
})

it('outlets are listed by district, and by city where there are several', () => {
  const pudong = { city: '上海', address: '上海市浦东新区金桥路 1 号' }
  const minhang = { city: '上海', address: '上海市闵行区都会路 2 号' }
  const dongguan = { city: '东莞', address: '东莞市松山湖大道 3 号' }

  expect(byDistrict([minhang, pudong, pudong]).map(({ name }) => name)).toEqual([
    '浦东新区',
    '闵行区',
  ])
  expect(byDistrict([minhang, dongguan]).map(({ name }) => name)).toEqual(['上海 闵行区', '东莞'])
})

import { describe, expect, it } from 'vitest';
import { normaliseAddress, numbersBehind } from './address.ts';

const NAMES = [{ former: '北京路', current: '洪泽湖大道' }];
const key = (address: string): string => normaliseAddress(address, NAMES).key;

describe('the comparison key', () => {
  it('is the same for every way of writing a building', () => {
    const written = [
      '菊洲新村3幢2单元502室',
      '菊洲新村3栋2单元502',
      '菊洲新村3号楼2单元502房',
      '菊洲新村３＃２单元５０２室',
      '菊洲新村三栋二单元502室',
      '菊洲新村3座2单元502',
    ];
    expect(new Set(written.map(key)).size).toBe(1);
  });

  it('is the same with and without province, city, district and street office, in any city', () => {
    const written = [
      '桂香路12号',
      '清江浦区桂香路12号',
      '江苏省淮安市清江浦区桂香路12号',
      '江苏淮安市清江浦区城南街道桂香路12号',
      '浙江省杭州市西湖区北山街道桂香路12号',
      '新疆维吾尔自治区乌鲁木齐市天山区桂香路12号',
      '苏州市昆山市玉山镇桂香路12号',
    ];
    expect(new Set(written.map(key)).size).toBe(1);
  });

  it('is the same for a road under its former and its present name, and not for a road that only begins alike', () => {
    expect(key('洪泽区北京路12号')).toBe(key('洪泽湖大道12号'));
    expect(key('北京南路12号')).not.toBe(key('洪泽湖大道12号'));
  });

  it('is the same for full-width digits, Chinese numerals and dashes', () => {
    expect(key('桂香路１２号之３')).toBe(key('桂香路12号之三'));
    expect(key('桂香路十二号')).toBe(key('桂香路12号'));
    expect(key('桂香路139-2号')).toBe(key('桂香路139号之二'));
    expect(key('桂香路38号－1703')).toBe(key('桂香路38号1703室'));
    expect(key('兰岚小区3-2-502')).toBe(key('兰岚小区3栋2单元502室'));
  });

  it('differs for another number, building or room', () => {
    expect(key('桂香路12号')).not.toBe(key('桂香路13号'));
    expect(key('桂香路12号之一')).not.toBe(key('桂香路12号'));
    expect(key('兰岚小区3栋502')).not.toBe(key('兰岚小区3栋503'));
    expect(key('兰岚小区3栋502')).not.toBe(key('兰岚小区5栋302'));
  });
});

describe('the parts of an address', () => {
  it('are read one by one', () => {
    expect(normaliseAddress('江苏省淮安市清江浦区城南街道桂香路38号之二5栋1703室')).toMatchObject({
      city: '淮安市',
      district: '清江浦区',
      street: '城南街道',
      place: '桂香路',
      door: { main: 38, sub: 2 },
      building: '5',
      room: '1703',
    });
  });

  it('do not take an estate for a district, nor a market for a city', () => {
    expect(normaliseAddress('长兴小区5栋').district).toBeUndefined();
    expect(normaliseAddress('锦绣南区3栋').district).toBeUndefined();
    expect(normaliseAddress('东华市场东街8号').city).toBeUndefined();
  });
});

describe('numbers behind a name', () => {
  it('tell the house number from building and room', () => {
    expect(numbersBehind('118号2栋1703房', 0)).toMatchObject({ door: { main: 118 }, building: 2 });
    expect(numbersBehind('105号之3-601', 0).door).toEqual({ main: 105, sub: 3 });
    expect(numbersBehind('24号-501', 0).door).toEqual({ main: 24 });
    expect(numbersBehind('199号大院3号楼', 0)).toMatchObject({ door: { main: 199 }, building: 3 });
    expect(numbersBehind('1号大院30号', 0).door).toEqual({ main: 1, sub: 30 });
    expect(numbersBehind('A3栋', 0)).toMatchObject({ label: 'A3' });
    expect(numbersBehind('8组12号', 0)).toMatchObject({ group: 8, door: { main: 12 } });
  });

  it('do not take digits of a name for a number', () => {
    expect(numbersBehind('8090小区', 0).door).toBeUndefined();
    expect(numbersBehind('3期5栋', 0).door).toBeUndefined();
  });
});

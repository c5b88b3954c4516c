import { describe, expect, it } from 'vitest';
import { standardAddresses, suggestAddresses } from './rules.ts';

describe('standard addresses', () => {
  it('are the roads, estates and villages that catchment texts name, without numbers', () => {
    expect(standardAddresses(['桂香路1至199号的单号、枫坊街1至60号、竹云巷、菊洲新村、杏栖村。'])).toEqual([
      { address: '桂香路', kind: 'road' },
      { address: '枫坊街', kind: 'road' },
      { address: '竹云巷', kind: 'road' },
      { address: '菊洲新村', kind: 'estate' },
      { address: '杏栖村', kind: 'village' },
    ]);
  });

  it('name each place once, however many schools share it', () => {
    expect(standardAddresses(['桂香路1至199号的单号。', '桂香路2至200号的双号。'])).toHaveLength(1);
  });

  it('take nothing from areas that are described by their bounds', () => {
    expect(standardAddresses(['城南街道辖区内，大运河以南、淮海南路以西、枚皋路以北区域。'])).toEqual([]);
  });
});

describe('suggestions', () => {
  const all = standardAddresses(['梧荫花园、兰岚小区、桂香路1至9号的单号、香桂苑。']);

  it('put names that begin like the words first', () => {
    expect(suggestAddresses(all, '兰', 5).map((one) => one.address)).toEqual(['兰岚小区']);
    expect(suggestAddresses(all, '香', 5).map((one) => one.address)).toEqual(['香桂苑', '桂香路']);
  });

  it('still find the road when a number or a district was typed too', () => {
    expect(suggestAddresses(all, '桂香路12', 5).map((one) => one.address)).toEqual(['桂香路']);
    expect(suggestAddresses(all, '清江浦区桂香路12', 5).map((one) => one.address)).toEqual(['桂香路']);
  });

  it('are at most as many as asked for', () => {
    expect(suggestAddresses(all, '花', 0)).toEqual([]);
  });
});

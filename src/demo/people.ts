// Invents people: names, identity numbers of a region that does not exist, phones that are not given out.

import { creditCodeCheckCharacter } from '../kernel/credit-code.ts';
import { residentIdCheckCharacter } from '../kernel/resident-id.ts';
import type { Prng } from './prng.ts';

/** A region code that no county has: whoever reads such a number knows that it is invented. */
export const INVENTED_REGION = '320899';

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜'.split('');
const GIVEN =
  '子涵雨轩梓浩宇欣怡晨曦诗琪思远佳宁一诺俊杰乐瑶安然若溪明泽知夏景行书言清和嘉树望舒云舟念初亦凡星辰可心以沫'.split(
    '',
  );
const GROWN = '建国伟强丽娟芳敏静磊洋勇艳杰娜秀英霞平刚桂兰涛明超红玲鹏华婷亮旭海燕'.split('');

/** Invents persons, each with a number that was not used before. */
export interface People {
  child(born: string, sex: 'male' | 'female', surname: string): { name: string; idNumber: string };
  adult(sex: 'male' | 'female', surname?: string): { name: string; idNumber: string; surname: string };
  surname(): string;
  /** A phone that begins with 12, which no operator gives out. */
  phone(): string;
  /** A credit code with a right check character. */
  creditCode(): string;
  /** A number that counts up, for certificates. */
  serial(): string;
}

/** The people of one demonstration. */
export function createPeople(prng: Prng): People {
  const used = new Map<string, number>();
  let phones = 100;
  let serials = 0;
  let companies = 0;
  const idNumber = (born: string, sex: 'male' | 'female'): string => {
    const day = born.replaceAll('-', '');
    const key = `${day}${sex}`;
    const count = used.get(key) ?? 0;
    used.set(key, count + 1);
    const sequence = count * 2 + (sex === 'male' ? 1 : 2);
    if (sequence > 999) throw new Error(`too many children invented for ${born}`);
    const first17 = `${INVENTED_REGION}${day}${String(sequence).padStart(3, '0')}`;
    return first17 + residentIdCheckCharacter(first17);
  };
  return {
    child: (born, sex, surname) => ({
      name: surname + prng.pick(GIVEN) + (prng.chance(75) ? prng.pick(GIVEN) : ''),
      idNumber: idNumber(born, sex),
    }),
    adult: (sex, surname = prng.pick(SURNAMES)) => {
      const born = `${1984 + prng.below(14)}-${two(1 + prng.below(12))}-${two(1 + prng.below(28))}`;
      return {
        name: surname + prng.pick(GROWN) + (prng.chance(60) ? prng.pick(GROWN) : ''),
        idNumber: idNumber(born, sex),
        surname,
      };
    },
    surname: () => prng.pick(SURNAMES),
    phone: () => `12${String((phones += 1)).padStart(9, '0')}`,
    creditCode: () => {
      const first17 = `92${INVENTED_REGION}MA${String((companies += 1)).padStart(7, '0')}`;
      return first17 + creditCodeCheckCharacter(first17);
    },
    serial: () => String((serials += 1)).padStart(7, '0'),
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

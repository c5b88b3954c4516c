// Characters that are one to a family and two to a computer: traditional, simplified and variant forms, as names carry them.

import HKVariants from 'opencc-js/dict/HKVariants';
import JPShinjitaiCharacters from 'opencc-js/dict/JPShinjitaiCharacters';
import TSCharacters from 'opencc-js/dict/TSCharacters';
import TWVariants from 'opencc-js/dict/TWVariants';

/**
 * Groups that registers and families mix in names and that conversion tables lack. Sources: 第一批异体字整理表 (1955), of
 * which 通用规范汉字表 (2013) made 45 standard again for names; kSemanticVariant and kZVariant of the Unihan database.
 */
const VARIANTS =
  '吉𠮷 国囯囻圀 峰峯 村邨 哲喆悊 升昇陞 坤堃 宁甯寗 渺淼 奔犇 和龢咊 乃迺廼 同仝 睿叡 皙晳 珍珎 琴琹 高髙 崎﨑 柳栁桺 曹曺 吴吳呉 黄黃 ' +
  '户戶戸 清淸 青靑 真眞 彦彥 颜顏顔 吕呂 温溫 镇鎭 教敎 涂凃 启啓啟 阔濶 德悳徳惪 恒恆 群羣 略畧 绵緜 概槩 苏蘓 冰氷 柏栢 丫椏 修脩 ' +
  '泛氾汎 案桉 考攷 俊雋隽儁 迹跡蹟 淳湻 璇璿 净凈淨 佑祐 晋晉 昂昻 凉涼 岩巖嵒喦 岛島嶋 峨峩 岭嶺 泉灥 灵靈霛 耀燿 燕鷰 强強彊 ' +
  '扬揚敭 敏勄 暖煖煗 朗朖 荣榮 橹艣 款欵 妍姸 娴嫻嫺 学學斈 宝寳寶 实實寔 富冨 寿壽夀 尔爾尓 展㠭 仙僊 梅楳槑 辉輝煇 幺么 映暎 ' +
  '洁潔 沉沈 秋秌穐 棱稜 栖棲 谊誼 志誌 咏詠 欣訢 遍徧 溯泝 疏疎踈 笋筍 粮糧 绣綉繡 弦絃 韵韻 菇菰 叶葉 蕊蘂蕋 席蓆 虾蝦 裙帬 霸覇';

/**
 * Surnames that families write either way since the withdrawn simplification of 1977 (第二次汉字简化方案, 草案), though
 * the characters differ.
 */
const EITHER_WAY = '傅付 萧肖 阎闫 戴代 蓝兰 詹占 翟代';

const rootOf = new Map<string, string>();

function root(character: string): string {
  let at = character;
  for (let next = rootOf.get(at); next !== undefined; next = rootOf.get(at)) at = next;
  return at;
}

function join(one: string, other: string): void {
  const [a, b] = [root(one), root(other)];
  if (a !== b) rootOf.set(b, a);
}

for (const dictionary of [TSCharacters, TWVariants, HKVariants, JPShinjitaiCharacters]) {
  for (const entry of dictionary.split('|')) {
    const [from = '', ...to] = entry.split(' ');
    for (const form of to) if (form !== '') join(form, from);
  }
}
for (const group of `${VARIANTS} ${EITHER_WAY}`.split(' ')) {
  const [usual = '', ...others] = Array.from(group);
  for (const other of others) join(usual, other);
}

/** The form that stands for a character and all its variants; the character itself where it has none. */
export function usualForm(character: string): string {
  return root(character);
}

// The words by which place names and official texts are built; the same in every city.

import type { PlaceKind } from './place-part.ts';

/** Endings of roads, streets and lanes. */
const ROAD_ENDING =
  /(?:路|街|大道|马路|道|巷|里|弄|坊|胡同|横|通津|径|约|(?:大道|路|街|巷)[东南西北中上下]|[路街道东南西北中]\d{1,2}段)$/;
/** Endings of street offices, towns and townships. A 街 can be a road as well. */
const SUBDISTRICT_ENDING = /(?:街道|街道办|街道办事处|镇|乡|苏木|街)$/;
const COMMUNITY_ENDING = /(?:社区|居委|居委会|居民委员会|社区居委|社区居委会)$/;
const VILLAGE_ENDING = /(?:村|村委|村委会|自然村|经济社|经济联社|屯|庄|寨|圩)$/;
/** Endings of built estates that look like villages: 新村, 花园新村. */
const ESTATE_VILLAGE = /(?:新村|教工村|工人村|公寓村|新邨|邨)$/;

/** What a name names, by its ending; everything unknown is an estate, that is, a thing with buildings. */
export function kindOf(name: string): PlaceKind {
  if (COMMUNITY_ENDING.test(name)) return 'community';
  if (/(?:街道|街道办|街道办事处|镇|乡|苏木)$/.test(name) && name.length > 2) return 'subdistrict';
  if (ESTATE_VILLAGE.test(name)) return 'estate';
  if (VILLAGE_ENDING.test(name)) return 'village';
  if (ROAD_ENDING.test(name)) return 'road';
  return 'estate';
}

/** Whether a name can be a street office, town or township, which holds other places. */
export function canHoldPlaces(name: string): boolean {
  return SUBDISTRICT_ENDING.test(name) && !/(?:大街|横街|直街|正街|新街|\d街|[东南西北中]街)$/.test(name);
}

/** What may follow a numeral to name a lane: 二横路, 3巷. */
export const LANE_ENDINGS = '(?:横马路|大马路|马路|横路|横街|横巷|直街|大街|大道|胡同|巷|横|街|路|里|弄|坊|条|段)';
/** {@link LANE_ENDINGS} at one place of a text. */
export const LANE = new RegExp(LANE_ENDINGS, 'y');

/** What may follow a list of numerals to name villages, communities or phases: 港湾一、二村, 朝阳一、二社区. */
export const LISTED = /(?:新村|村(?!民)|社区|期|苑|区(?!间))/y;

/**
 * The start of what only lengthens a road's name into another road's: 先烈东路|西街, 沙河大街|南3巷, 天河|北路.
 * Directions and ordinals, then a road's ending.
 */
export const LENGTHENS =
  /^(?:[东南西北中上下前后左右内外新旧正横直]|\d+){0,3}[大小]?(?:横马路|马路|横路|横街|横巷|直街|大街|大道|路|街|巷|里|弄|坊|横|胡同|通津|径)/;

/** What makes of an estate's name another place's name: 远洋明珠|大厦. */
export const OTHER_PLACE =
  /^(?:大厦|大楼|广场|商场|商城|商厦|商业|市场|酒店|宾馆|饭店|医院|学校|小学|中学|幼儿园|公园|地铁|立交|大桥|公司|工厂|厂|宿舍|新村|新城|中心|城)/;

/** Ends of the unit before a name: after these characters a new name may start. */
export const STARTS_AFTER = new Set(
  '省市区县旗镇乡村街道路巷里弄坊号社苑园城府庭邨庄院栋幢座组委会盟州岛楼,;:、()/-· ',
);

/** Names too general to be looked for alone; they need the place around them. */
export const GENERAL =
  /^(?:新村|旧村|老村|大院|宿舍|大街|横街|后街|前街|东街|西街|南街|北街|中街|新街|正街|直街|花园|小区|公园|市场|学校|中学|小学|医院|广场|大厦|公寓|平房|公安宿舍|教师宿舍|教工宿舍|职工宿舍|单位宿舍|\d*号?大院|干休所|铁路宿舍|居民宿舍|部队宿舍|\d+(?:横路|横街|横巷|马路|巷|街|横|路|里))$/;

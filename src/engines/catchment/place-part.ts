// What an official catchment text says, as typed parts: places, boxes between roads, exclusions, remarks.

import type { DateText } from '../../kernel/dates.ts';
import type { DoorRange } from './door-numbers.ts';

/** What sort of thing a name names, as far as its ending tells. */
export type PlaceKind = 'road' | 'estate' | 'village' | 'community' | 'subdistrict';

/**
 * A right to another school that the text keeps for a time after a change: 过渡期内可选择…, 原…学区生可继续就读….
 * Both days are included; a missing one is open.
 */
export interface TransitionRight {
  /** The school that may still be chosen, in the words of the text. */
  readonly school: string;
  readonly from?: DateText;
  readonly until?: DateText;
  /** For how many years from the day on which the text comes into force (过渡期三年), where it gives no dates. */
  readonly years?: number;
  /** The words of the text, with the conditions that a person checks. */
  readonly text: string;
}

/** A named place, whole or limited to numbers, that a catchment takes in. */
export interface PlacePart {
  readonly kind: PlaceKind;
  /** The name in the words of the text; for names the text abbreviates (一、二横路) the name written out. */
  readonly name: string;
  /** Names of the same place: the estate that stands at the numbers, a second name in brackets. */
  readonly alsoNamed: readonly string[];
  /** House numbers (号) that are meant; absent: the whole place. */
  readonly doors?: readonly DoorRange[];
  /** Buildings (栋, 幢, 座, 号楼) that are meant. */
  readonly buildings?: readonly DoorRange[];
  /** Buildings named by letters: B栋, A3座. */
  readonly buildingLabels?: readonly string[];
  /** Village groups (组, 队) that are meant. */
  readonly groups?: readonly DoorRange[];
  /** Places that the text puts around this one, widest first: 兴华街（鳌鱼岗社区…）, 绢麻社区都市兰亭花园. */
  readonly within: readonly string[];
  /** What the text takes out again: （62号除外）. */
  readonly except: readonly PlacePart[];
  /** The words that leave open where the limit runs: 部分, 南侧, 以东. Such a part needs a map. */
  readonly partial?: string;
  /** The text lists the part that is meant, so that what else the address names decides: 长乐社区部分：长宁街、…. */
  readonly listed?: true;
  /** The words that say that the list is not complete: 等. */
  readonly open?: string;
  /** Former names that the text itself gives: 洪泽湖大道（原北京路）. */
  readonly formerly: readonly string[];
  /** Schools that families of this part may choose instead: 双向选择，可以报读…. */
  readonly orSchools: readonly string[];
  /** Rights of this part's families that end: （过渡期内可选择…）. */
  readonly transitions: readonly TransitionRight[];
  /** The words of the text. */
  readonly text: string;
}

/** Which way the area lies from a boundary line: 大运河以南 and 北至大运河 both mean that the area lies south of it. */
export type Side = 'north' | 'south' | 'east' | 'west';

/** One boundary of a box. */
export interface Bound {
  readonly line: string;
  readonly areaLies: Side;
  /** Former names of the line that the text gives. */
  readonly formerly: readonly string[];
}

/** An area between boundary lines: inside all of them at once. */
export interface BoxPart {
  readonly bounds: readonly Bound[];
  /** The named area that is cut by the lines: 城南街道, 珠江新城. */
  readonly within: readonly string[];
  readonly except: readonly PlacePart[];
  readonly text: string;
}

/** A text, read. */
export interface ZoneReading {
  readonly places: readonly PlacePart[];
  readonly boxes: readonly BoxPart[];
  /** What is taken out of the catchment as a whole. */
  readonly except: readonly PlacePart[];
  /** Rights that end, for the whole catchment. */
  readonly transitions: readonly TransitionRight[];
  /** Remarks that name no place: conditions of residence, 详见附件. */
  readonly remarks: readonly string[];
  /** Words that could not be read; a person must look at them. */
  readonly notUnderstood: readonly string[];
}

/** The opposite side of a line. */
export const OPPOSITE: Record<Side, Side> = { north: 'south', south: 'north', east: 'west', west: 'east' };

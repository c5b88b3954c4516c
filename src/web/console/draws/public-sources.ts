// Examples of public values: where they appear and how they are written, to be adapted by the officer.

/** A public source as the form takes it. */
export interface PublicSource {
  readonly name: readonly [zh: string, en: string];
  readonly source: (at: Date) => string;
  readonly form: string;
}

/** League of Entropy, chain "quicknet" (docs.drand.love): hash, first round, seconds between rounds. */
const QUICKNET = {
  chain: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  genesis: 1_692_803_367,
  period: 3,
} as const;

/** The first round of quicknet that appears at or after an instant. */
export function quicknetRound(at: Date): number {
  return Math.max(1, Math.ceil((at.getTime() / 1000 - QUICKNET.genesis) / QUICKNET.period) + 1);
}

export const PUBLIC_SOURCES: readonly PublicSource[] = [
  {
    name: ['福利彩票双色球', 'State lottery (Shuangseqiu)'],
    source: () => '中国福利彩票“双色球”第（期号）期开奖号码',
    form: '红球六个，由小到大，每个两位数，以空格分隔；接“+”和两位数的蓝球，如 03 08 14 21 27 33+09。该期未开奖的，本次派位终止并重新公告',
  },
  {
    name: ['体育彩票大乐透', 'State lottery (Daletou)'],
    source: () => '中国体育彩票“超级大乐透”第（期号）期开奖号码',
    form: '前区五个，由小到大，每个两位数，以空格分隔；接“+”和后区两个，由小到大，如 05 11 19 26 34+02 10。该期未开奖的，本次派位终止并重新公告',
  },
  {
    name: ['drand 公共随机信标', 'drand beacon'],
    source: (at) => `drand quicknet（链 ${QUICKNET.chain}）第 ${quicknetRound(at)} 轮`,
    form: '该轮 randomness 字段，64 位小写十六进制。该轮未产生的，本次派位终止并重新公告',
  },
];

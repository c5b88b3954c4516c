// What the console says of draws, loaded with their pages: each text in Chinese and English.

import type { Capacity } from '../../modules/draws/contract.ts';
import { useLanguage } from './language.ts';

const texts = {
  draws: ['公开派位', 'Public draws'],
  lead: [
    '并列的先后由公开派位决定：名单先封存，各方先承诺，公共随机值最后产生，任何人可核验。',
    'Ties are decided by a public draw: the roster is frozen, parties commit, the public value comes last, anyone can verify.',
  ],
  prepare: ['准备派位', 'Prepare a draw'],
  none: ['本招生季还没有派位', 'No draw in this season yet'],
  noneWords: [
    '所有学校都够学位、没有并列要分先后的，不需要派位。',
    'Where all schools have enough seats and no tie has to be broken, no draw is needed.',
  ],
  nth: ['第 {n} 次派位', 'Draw {n}'],
  state: ['状态', 'State'],
  publicAt: ['公共随机值产生', 'Public value at'],
  announcedAt: ['公告时间', 'Announced'],
  sealedAt: ['封存时间', 'Sealed'],
  plan: ['派位方案', 'Plan of the draw'],
  editPlan: ['修改方案', 'Edit the plan'],
  save: ['保存', 'Save'],
  cancel: ['取消', 'Cancel'],
  times: ['时间（北京时间）', 'Times (Beijing)'],
  commitBy: ['交承诺截止', 'Commitments until'],
  revealBy: ['揭示截止', 'Reveals until'],
  value: ['公共随机值产生时间', 'Public value appears'],
  timesWords: [
    '揭示截止须早于公共随机值产生，这样谁也不能看到结果后再决定是否揭示。',
    'Reveals end before the public value appears, so that nobody can decide on revealing after seeing the result.',
  ],
  place: ['地点', 'Place'],
  source: ['公共随机值来源', 'Source of the public value'],
  sampleNumber: [
    '“（期号）”是示例，请换成将来一期的真实期号，如 2027052',
    '“（期号）” is a sample; write the number of a real future issue, such as 2027052',
  ],
  sourceWords: [
    '写到期号或轮次。须是将来的、现场无人能影响的、公众查得到的。',
    'To the issue or round: in the future, beyond anybody’s influence, open to all.',
  ],
  form: ['写法', 'How it is written'],
  formWords: [
    '写到每一个字符怎样写；并写明如未按时公布怎么办。',
    'To the character, and what holds if it does not appear.',
  ],
  examples: ['填入样例', 'Fill in an example'],
  parties: ['承诺各方', 'Parties'],
  partiesWords: [
    '至少两方，宜立场不同：纪检监察、家长代表、公证等。有账号的填手机号，本人登录办理；没有的，给一个专用链接或凭条。',
    'At least two with different interests. Staff act with their account (give the phone); others get a link or use a printed sheet.',
  ],
  partyName: ['名称（公开）', 'Name (public)'],
  capacity: ['身份', 'Capacity'],
  phone: ['手机号（有账号的）', 'Phone (with an account)'],
  addParty: ['增加一方', 'Add a party'],
  remove: ['删除', 'Remove'],
  replaces: ['再次派位的理由（公布）', 'Why to draw again (published)'],
  steps: ['流程', 'Steps'],
  now: ['现在', 'Now'],
  next: ['下一步', 'Next'],
  waitingFor: [
    '上一步由 {name} 办理，须另一位同事办这一步。',
    '{name} took the step before; another officer takes this one.',
  ],
  wouldFreeze: [
    '现在封存，名单有 {size} 个孩子、{lots} 签',
    'Frozen now, the roster holds {size} children, {lots} lots',
  ],
  reason: ['理由（公布）', 'Reason (published)'],
  sure: ['确定吗？', 'Are you sure?'],
  announceSure: [
    '核定后名单立即封存并公告，不能再改。',
    'Announcing freezes the roster at once; nothing can be changed afterwards.',
  ],
  sealSure: [
    '封存后实录立即公布。系统会先重新核验一遍。',
    'Sealing publishes the transcript; the system verifies it again first.',
  ],
  drawSure: ['结果已完全确定，这一步只是计算。', 'The result is already fixed; this step only computes it.'],
  people: ['各方', 'Parties'],
  committed: ['已承诺', 'Committed'],
  notCommitted: ['未承诺', 'Not committed'],
  revealed: ['已揭示', 'Revealed'],
  notRevealed: ['未揭示', 'Not revealed'],
  link: ['专用链接', 'Link'],
  act: ['办理', 'Act'],
  copyLink: ['复制链接', 'Copy link'],
  showQr: ['二维码', 'QR code'],
  mine: ['我的页面', 'My page'],
  ownAccount: ['本人登录办理：{name}', 'Acts with the account of {name}'],
  enterCommitment: ['照凭条录入承诺', 'Enter a commitment from paper'],
  enterReveal: ['照凭条录入揭示', 'Enter a reveal from paper'],
  commitment: ['承诺（64 位）', 'Commitment (64 digits)'],
  nonce: ['随机串（64 位）', 'Nonce (64 digits)'],
  itsValue: ['数值', 'Value'],
  submit: ['提交', 'Submit'],
  publicValue: ['公共随机值', 'Public value'],
  enterValue: ['录入公共随机值', 'Enter the public value'],
  confirmValue: ['核对公共随机值', 'Confirm the public value'],
  confirmWords: [
    '请不要看先录入的，到来源另行读取后录入。两次一致才算数。',
    'Do not look at the first entry: read the source yourself. Both must agree.',
  ],
  where: ['查询处（网址或公告）', 'Where to look it up'],
  present: ['到场人员', 'Present'],
  addPresent: ['登记到场', 'Record presence'],
  name: ['姓名', 'Name'],
  record: ['仪式记录', 'Record of the ceremony'],
  at: ['时间', 'At'],
  what: ['事项', 'What'],
  who: ['经办', 'Who'],
  words: ['内容', 'Words'],
  print: ['打印记录', 'Print the record'],
  hall: ['大厅屏幕', 'Hall screen'],
  publicPage: ['公示页', 'Public page'],
  root: ['名单指纹', 'Roster root'],
  code: ['派位程序指纹', 'Program fingerprint'],
  rules: ['招生政策', 'Policy'],
  hash: ['公告指纹', 'Announcement hash'],
  hashWords: ['请印发、张贴，并由各方签字。', 'Print it, post it, let the parties sign.'],
  transcript: ['实录指纹', 'Transcript hash'],
  seed: ['种子', 'Seed'],
  size: ['孩子 / 签数', 'Children / lots'],
  signatures: ['签字', 'Signatures'],
  recordTitle: ['公开派位仪式记录', 'Record of a public draw'],
  printedAt: ['打印时间 {at}', 'Printed {at}'],
  otherAdmin: ['另一位同事', 'another officer'],
  auditorOnly: ['您可以查看，不能办理。', 'You can look, not act.'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export const CAPACITY_WORDS: Readonly<Record<Capacity, readonly [zh: string, en: string]>> = {
  bureau: ['教育局', 'Education bureau'],
  discipline: ['纪检监察', 'Discipline inspection'],
  parents: ['家长代表', 'Parents’ representative'],
  notary: ['公证', 'Notary'],
  deputy: ['人大代表、政协委员', 'Deputy'],
  press: ['媒体', 'Press'],
  other: ['其他', 'Other'],
};

/** `c('prepare')` in the reader's language, with values for `{name}`. */
export function useCeremonyWords() {
  const { language, say } = useLanguage();
  const c = (word: keyof typeof texts, values: Readonly<Record<string, string | number>> = {}) =>
    texts[word][language === 'en' ? 1 : 0].replace(/\{(\w+)\}/g, (whole, name: string) =>
      String(values[name] ?? whole),
    );
  const capacity = (one: Capacity) => CAPACITY_WORDS[one][language === 'en' ? 1 : 0];
  return { c, capacity, say, language };
}

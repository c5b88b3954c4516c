// What was read of a text: the text with the words that nobody could place marked, and its parts by kind.

import { Alert, Tag } from 'antd';
import { DataTable } from '../parts.tsx';
import type { ReactNode } from 'react';
import { rangeWords, type DoorRange } from '../../../engines/catchment/door-numbers.ts';
import type { PlacePart, TransitionRight, ZoneReading } from '../../../engines/catchment/place-part.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';

const KINDS: Readonly<Record<PlacePart['kind'], readonly [zh: string, en: string]>> = {
  road: ['道路', 'Road'],
  estate: ['小区', 'Estate'],
  village: ['村', 'Village'],
  community: ['社区', 'Community'],
  subdistrict: ['街道镇', 'Street office'],
};
const SIDES = { north: '以北', south: '以南', east: '以东', west: '以西' } as const;

/** The text with some words marked. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const word of words) {
    const found = word === '' ? -1 : text.indexOf(word, at);
    if (found < 0) continue;
    pieces.push(text.slice(at, found), <mark key={found}>{word}</mark>);
    at = found + word.length;
  }
  pieces.push(text.slice(at));
  return <p className="zone-text">{pieces}</p>;
}

export function PartsView({ text, reading }: { text: string; reading: ZoneReading }) {
  const { c, say } = useCatchmentWords();
  const list = (ranges: readonly DoorRange[] | undefined, unit: string): string[] =>
    (ranges ?? []).map((range) => rangeWords(range, unit));
  const limits = (part: PlacePart): ReactNode => {
    const numbers = [
      ...list(part.doors, '号'),
      ...list(part.buildings, '栋'),
      ...(part.buildingLabels ?? []).map((label) => `${label}栋`),
      ...list(part.groups, '组'),
    ];
    return (
      <>
        {numbers.join('、') || (part.partial === undefined ? c('whole') : '')}
        {part.partial === undefined ? null : <Tag color="orange">{part.partial}</Tag>}
        {part.open === undefined ? null : <Tag color="orange">{part.open}</Tag>}
        {part.except.length > 0 ? (
          <div className="soft">
            {c('except')} {part.except.map((one) => one.text).join('、')}
          </div>
        ) : null}
        {part.within.length > 0 ? <div className="soft">{c('within', { what: part.within.join(' · ') })}</div> : null}
        {part.alsoNamed.length > 0 ? (
          <div className="soft">
            {c('also')} {part.alsoNamed.join('、')}
          </div>
        ) : null}
        {part.formerly.length > 0 ? (
          <div className="soft">
            {c('formerly')} {part.formerly.join('、')}
          </div>
        ) : null}
        {part.transitions.map((right) => (
          <Right key={right.school} right={right} />
        ))}
      </>
    );
  };
  return (
    <div className="stack">
      <Marked text={text} words={reading.notUnderstood} />
      {reading.notUnderstood.length > 0 ? (
        <Alert type="warning" showIcon title={`${c('notUnderstood')}：${reading.notUnderstood.join('；')}`} />
      ) : (
        <Alert type="success" showIcon title={c('allUnderstood')} />
      )}
      <DataTable
        size="small"
        pagination={false}
        rowKey="at"
        dataSource={reading.places.map((part, at) => ({ at, part }))}
        columns={[
          { title: c('what'), width: 84, render: (_, { part }) => say(...KINDS[part.kind]) },
          { title: c('place'), render: (_, { part }) => part.name },
          { title: c('limits'), render: (_, { part }) => limits(part) },
        ]}
      />
      {reading.boxes.map((box) => (
        <div key={box.text}>
          <strong>{c('boxes')}</strong>{' '}
          {[...box.within, ...box.bounds.map(({ line, areaLies }) => line + SIDES[areaLies])].join('、')}
          {box.except.length > 0 ? ` · ${c('except')} ${box.except.map((one) => one.text).join('、')}` : ''}
        </div>
      ))}
      {reading.except.length > 0 ? (
        <div>
          <strong>{c('except')}</strong> {reading.except.map((one) => one.text).join('、')}
        </div>
      ) : null}
      {reading.transitions.map((right) => (
        <Right key={right.school + right.text} right={right} />
      ))}
      {reading.remarks.length > 0 ? (
        <div className="soft">
          <strong>{c('remarks')}</strong> {reading.remarks.join('；')}
        </div>
      ) : null}
    </div>
  );
}

function Right({ right }: { right: TransitionRight }) {
  const { c } = useCatchmentWords();
  const time = right.until
    ? c('until', { date: right.until })
    : right.years === undefined
      ? ''
      : c('yearsLong', { n: right.years });
  return (
    <div>
      <Tag color="cyan">{c('rights')}</Tag>
      {right.school} {time}
    </div>
  );
}

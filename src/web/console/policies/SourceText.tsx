// The lines of a policy's files, with the place that was asked for in view.

import { Tabs } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { usePolicyWords } from '../../texts/policies.ts';

interface Place {
  readonly file: string;
  readonly line: number;
}

export function SourceText({
  sources,
  place,
}: {
  sources: readonly { file: string; text: string }[];
  place: Place | null;
}) {
  const { w } = usePolicyWords();
  const [chosen, setChosen] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => setChosen(undefined), [place]);
  const shown = chosen ?? place?.file ?? sources[0]?.file;
  const current = place?.file === shown ? place : null;
  useEffect(() => {
    const row = box.current?.querySelector('.current');
    if (row && box.current) box.current.scrollTop = (row as HTMLElement).offsetTop - box.current.clientHeight / 3;
  }, [current]);
  const text = sources.find(({ file }) => file === shown)?.text ?? '';
  return (
    <aside aria-label={w('fileText')} className="rule-source">
      <Tabs
        size="small"
        activeKey={shown ?? ''}
        onChange={setChosen}
        items={sources.map(({ file }) => ({ key: file, label: file }))}
      />
      <div ref={box} className="rule-lines" role="region" aria-label={shown} tabIndex={0}>
        {text.split('\n').map((line, index) => (
          <div key={index} className={current?.line === index + 1 ? 'current' : ''}>
            <span aria-hidden>{index + 1}</span>
            <code>{line || ' '}</code>
          </div>
        ))}
      </div>
    </aside>
  );
}

// Pictures of papers: what may be needed in this case, and what was uploaded.

import { useEffect, useState } from 'react';
import { useRead, useSend } from '../../client/queries.ts';
import { EmptyState, Notice, Skeleton } from '../../parts/basic.tsx';
import { useTexts } from '../../texts/texts.ts';
import { FileBox } from '../papers/FileBox.tsx';
import type { StepProps } from './ApplyPage.tsx';

export function FilesStep({ application, saver }: StepProps) {
  const { t, say, language } = useTexts();
  const preview = useSend('POST /api/applications/:id/preview');
  const [asked, setAsked] = useState(false);
  const { id } = application;
  const fresh = useRead('GET /api/applications/:id', [{ params: { id } }]).data ?? application;
  useEffect(() => {
    if (asked) return;
    setAsked(true);
    void saver.flush().then(() => preview.mutate([{ params: { id } }]));
  }, [asked, saver, preview, id]);
  const needed = (preview.data?.assessment ?? application.assessment)?.evidence ?? [];
  const wanted = new Set(application.decision?.evidenceKinds);
  const kinds = new Map(needed.map((item) => [item.kind, item]));
  return (
    <>
      {application.state === 'needs_material' && application.decision ? (
        <Notice tone="act" title={t.application.asked}>
          <p>{application.decision.words}</p>
        </Notice>
      ) : null}
      <p className="small soft">{t.apply.files.limit}</p>
      {preview.isPending ? <Skeleton /> : null}
      {needed.length === 0 && !preview.isPending ? (
        <EmptyState title={t.apply.files.none} words={t.apply.files.noneWords} />
      ) : null}
      {needed.map((item) => (
        <FileBox
          key={item.kind}
          application={fresh}
          kind={item.kind}
          title={say(item.zh, item.en)}
          wanted={wanted.has(item.kind)}
          explained={item.anyOf}
          words={
            item.alternatives && item.alternatives.length > 1
              ? `${t.apply.files.anyOf}${item.alternatives.map((one) => say(one.zh, one.en)).join(language === 'en' ? ', ' : '、')}`
              : undefined
          }
        />
      ))}
      {[...wanted]
        .filter((kind) => !kinds.has(kind) && kind !== 'other')
        .map((kind) => (
          <FileBox key={kind} application={fresh} kind={kind} title={kind} wanted />
        ))}
      <FileBox application={fresh} kind="other" title={t.apply.files.other} />
    </>
  );
}

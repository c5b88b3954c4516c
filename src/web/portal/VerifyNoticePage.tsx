// Tells whoever scans a notice whether it is genuine.

import { useRead } from '../client/queries.ts';
import { Failure, Notice, Page, Skeleton } from '../parts/basic.tsx';
import { dateText, rangeText } from '../texts/dates.ts';
import { useTexts } from '../texts/texts.ts';

export function VerifyNoticePage({ token }: { token: string }) {
  const { t, say, language } = useTexts();
  const { data: notice, error, refetch } = useRead('GET /api/notices/:token', [{ params: { token } }]);
  return (
    <Page title={t.verify.title}>
      {error?.status === 404 ? (
        <Notice tone="bad" title={`× ${t.verify.unknown}`}>
          <p>{error.title}</p>
        </Notice>
      ) : error ? (
        <Failure problem={error} retry={() => void refetch()} />
      ) : null}
      {!notice && !error ? <Skeleton /> : null}
      {notice ? (
        <>
          <Notice
            tone={notice.state === 'genuine' ? 'good' : 'bad'}
            title={`${notice.state === 'genuine' ? '✓' : '×'} ${t.verify[notice.state]}`}
          >
            <p>{t.verify.compare}</p>
          </Notice>
          <dl className="facts wide card">
            <dt>{t.verify.number}</dt>
            <dd>{notice.number}</dd>
            <dt>{t.verify.child}</dt>
            <dd>{notice.childName}</dd>
            <dt>{t.verify.school}</dt>
            <dd>{say(notice.schoolName, notice.schoolNameEn)}</dd>
            <dt>{t.verify.season}</dt>
            <dd>{notice.seasonName}</dd>
            <dt>{t.verify.report}</dt>
            <dd>{rangeText(notice.reportFrom, notice.reportUntil, language)}</dd>
            <dt>{t.verify.bureau}</dt>
            <dd>{notice.bureau}</dd>
            <dt>{t.verify.issued}</dt>
            <dd>{dateText(notice.issuedAt, language)}</dd>
          </dl>
        </>
      ) : null}
    </Page>
  );
}

// The admission notice on the page itself: to show at the school gate where a download is blocked.

import { addressOf } from '../client/call.ts';
import { useRead } from '../client/queries.ts';
import { ButtonLink, Loaded, Page } from '../parts/basic.tsx';
import { dateText, rangeText } from '../texts/dates.ts';
import { fill, useTexts } from '../texts/texts.ts';

export function NoticePage({ id }: { id: string }) {
  const { t, say, language } = useTexts();
  const reading = useRead('GET /api/applications/:id/notice', [{ params: { id } }]);
  return (
    <Page title={t.notice.title} back={`/applications/${id}`}>
      <Loaded reading={reading}>
        {(notice) => (
          <>
            <article className="card letter">
              {notice.demo ? (
                <span className="letter-mark" aria-hidden="true">
                  {t.notice.demo}
                </span>
              ) : null}
              <p className="small soft">
                {t.notice.number} {notice.number}
              </p>
              <p>{fill(t.notice.dear, { name: notice.childName })}</p>
              <p>{fill(t.notice.body, { school: say(notice.schoolName, notice.schoolNameEn) })}</p>
              <p className="seal">{say(notice.schoolName, notice.schoolNameEn)}</p>
              <dl className="facts">
                <dt>{t.notice.report}</dt>
                <dd>
                  <strong>{rangeText(notice.reportFrom, notice.reportUntil, language)}</strong>
                </dd>
                <dt>{t.notice.address}</dt>
                <dd>{notice.schoolAddress}</dd>
                <dt>{t.notice.phone}</dt>
                <dd>
                  <a href={`tel:${notice.schoolPhone}`}>{notice.schoolPhone}</a>
                </dd>
                <dt>{t.application.receipt}</dt>
                <dd>{notice.receiptNo}</dd>
              </dl>
              <div className="letter-foot">
                <figure>
                  <img
                    src={addressOf('GET /api/applications/:id/notice-code.png', { params: { id } })}
                    alt={t.notice.code}
                    width="160"
                    height="160"
                  />
                  <figcaption className="small soft">{t.notice.scan}</figcaption>
                </figure>
                <p>
                  {say(notice.bureau, notice.bureauEn)}
                  <br />
                  <span className="soft">{dateText(notice.issuedAt, language)}</span>
                </p>
              </div>
            </article>
            <div className="actions">
              <ButtonLink file to={addressOf('GET /api/applications/:id/notice.pdf', { params: { id } })}>
                {t.notice.pdf}
              </ButtonLink>
              <ButtonLink look="quiet" to={new URL(notice.checkUrl).pathname}>
                {t.notice.check}
              </ButtonLink>
            </div>
            <p className="small soft">{t.notice.blocked}</p>
          </>
        )}
      </Loaded>
    </Page>
  );
}

// After submission: the number to keep, and what happens next.

import { addressOf } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { ButtonLink, Loaded, Notice, Page } from '../../parts/basic.tsx';
import { useTexts } from '../../texts/texts.ts';

export function ReceiptPage({ id }: { id: string }) {
  const { t, say } = useTexts();
  const reading = useRead('GET /api/applications/:id', [{ params: { id } }]);
  return (
    <Page title={t.apply.receipt.title} back="/tasks">
      <Loaded reading={reading}>
        {(application) => (
          <>
            <Notice tone="good" title={`✓ ${t.apply.receipt.words}`}>
              <p className="seal long">{application.receiptNo}</p>
              <p>{t.apply.receipt.keep}</p>
            </Notice>
            <div className="card">
              <h2>{t.apply.receipt.what}</h2>
              <p>{say(application.nextZh, application.nextEn)}</p>
            </div>
            <div className="actions">
              <ButtonLink to={`/applications/${id}`}>{t.apply.receipt.see}</ButtonLink>
              <ButtonLink file look="quiet" to={addressOf('GET /api/applications/:id/receipt.pdf', { params: { id } })}>
                {t.apply.receipt.pdf}
              </ButtonLink>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

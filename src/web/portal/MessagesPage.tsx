// Messages to the family, newest first; opening the page marks them as read.

import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../client/call.ts';
import { useRead } from '../client/queries.ts';
import { ButtonLink, EmptyState, Loaded, Page, Tag } from '../parts/basic.tsx';
import { timeText } from '../texts/dates.ts';
import { useTexts } from '../texts/texts.ts';

export function MessagesPage() {
  const { t, say, language } = useTexts();
  const client = useQueryClient();
  const reading = useRead('GET /api/messages', []);
  const unread = reading.data?.unread ?? 0;
  useEffect(() => {
    if (unread === 0) return undefined;
    // Long enough to see which were new.
    const timer = setTimeout(() => {
      void call('POST /api/messages/read').then(
        () => client.invalidateQueries({ queryKey: ['GET /api/messages'] }),
        () => undefined,
      );
    }, 4000);
    return () => clearTimeout(timer);
  }, [unread, client]);
  return (
    <Page title={t.messages.title}>
      <Loaded reading={reading}>
        {({ messages }) =>
          messages.length === 0 ? (
            <EmptyState title={t.messages.none} words={t.messages.noneWords} />
          ) : (
            <ul className="stack">
              {messages.map((item) => (
                <li className="card" key={item.id}>
                  <div className="row between">
                    <h2>{say(item.titleZh, item.titleEn)}</h2>
                    {item.readAt ? null : <Tag tone="act">{language === 'en' ? 'New' : '新'}</Tag>}
                  </div>
                  <p>{say(item.bodyZh, item.bodyEn)}</p>
                  <div className="row between">
                    <span className="small soft">{timeText(item.at, language)}</span>
                    {item.applicationId ? (
                      <ButtonLink to={`/applications/${item.applicationId}`} look="quiet" small>
                        {t.messages.open}
                      </ButtonLink>
                    ) : null}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

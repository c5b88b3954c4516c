// Sign-in by phone and code; in a demonstration, with its accounts and its text messages in sight.

import { useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Answer } from '../client/call.ts';
import { useRead, useSend } from '../client/queries.ts';
import { Button, Notice, Page, Refused } from '../parts/basic.tsx';
import { Field, Form } from '../parts/form.tsx';
import { fill, useTexts } from '../texts/texts.ts';

export function SignInPage() {
  const { t } = useTexts();
  const [, go] = useLocation();
  const wanted = new URLSearchParams(useSearch()).get('to') ?? '/tasks';
  const to = /^\/(?!\/)/.test(wanted) ? wanted : '/tasks';
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [sent, setSent] = useState(false);
  const [wait, setWait] = useState(0);
  const options = useRead('GET /api/session/options', []).data;
  const ask = useSend('POST /api/session/phone-codes', ({ resendAfterSeconds }) => {
    setSent(true);
    setWait(resendAfterSeconds);
  });
  const enter = useSend('POST /api/session', (me) => {
    if (me.role === 'guardian') go(to, { replace: true });
    else location.assign('/console/');
  });
  useEffect(() => {
    if (wait <= 0) return undefined;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  const request = (number: string) => ask.mutate([{ body: { phone: number } }]);
  const pick = (number: string) => {
    setPhone(number);
    setCode('');
    request(number);
  };
  return (
    <Page title={t.signIn.title} lead={t.signIn.lead}>
      <div className="card">
        {sent ? (
          <Form onSubmit={() => enter.mutate([{ body: { phone, code } }])}>
            <Field
              label={t.signIn.code}
              kind="code"
              hint={fill(t.signIn.codeHint, { phone })}
              value={code}
              onChange={setCode}
              maxLength={6}
              fault={enter.error?.of('code')}
            />
            <Refused problem={enter.error ?? ask.error} />
            <div className="actions">
              <Button type="submit" busy={enter.isPending}>
                {t.signIn.enter}
              </Button>
              <Button look="text" disabled={wait > 0} onClick={() => request(phone)}>
                {wait > 0 ? fill(t.signIn.againIn, { seconds: wait }) : t.signIn.again}
              </Button>
              <Button look="text" onClick={() => setSent(false)}>
                {t.signIn.change}
              </Button>
            </div>
          </Form>
        ) : (
          <Form onSubmit={() => request(phone)}>
            <Field
              label={t.signIn.phone}
              kind="tel"
              autoComplete="tel-national"
              hint={t.signIn.phoneHint}
              value={phone}
              onChange={setPhone}
              maxLength={11}
              fault={ask.error?.of('phone')}
            />
            {ask.error && !ask.error.of('phone') ? <Refused problem={ask.error} /> : null}
            <div className="actions">
              <Button type="submit" busy={ask.isPending}>
                {t.signIn.send}
              </Button>
            </div>
          </Form>
        )}
      </div>
      {options?.oidc ? (
        <a className="button quiet" href={`/api/session/oidc?returnTo=${encodeURIComponent(to)}`}>
          {fill(t.signIn.oidc, { name: options.oidc.name })}
        </a>
      ) : null}
      {options?.demo ? (
        <>
          {sent ? <DemoInbox phone={phone} use={setCode} /> : null}
          <DemoAccounts pick={pick} />
        </>
      ) : null}
    </Page>
  );
}

function DemoInbox({ phone, use }: { phone: string; use: (code: string) => void }) {
  const { t } = useTexts();
  const inbox = useRead('GET /api/demo/inbox', [{ query: { phone } }], { every: 2000 }).data ?? [];
  const newest = inbox.reduce<Answer<'GET /api/demo/inbox'>[number] | null>(
    (last, item) => (last && last.at >= item.at ? last : item),
    null,
  );
  const code = newest ? /\d{6}/.exec(newest.text)?.[0] : undefined;
  if (!newest) return null;
  return (
    <Notice tone="act" title={t.signIn.demoCode}>
      <p>{newest.text}</p>
      {code ? (
        <div>
          <Button look="quiet" small onClick={() => use(code)}>
            {code}
          </Button>
        </div>
      ) : null}
    </Notice>
  );
}

/** Families only: staff sign in at the console, whose page lists their accounts. The first few are enough to begin with. */
function DemoAccounts({ pick }: { pick: (phone: string) => void }) {
  const { t } = useTexts();
  const accounts = (useRead('GET /api/demo/accounts', []).data ?? []).filter(({ role }) => role === 'guardian');
  if (accounts.length === 0) return null;
  return (
    <section className="stack-tight">
      <h2>{t.signIn.demo}</h2>
      <p className="soft small">{t.signIn.demoWords}</p>
      <DemoList accounts={accounts.slice(0, FIRST_FEW)} pick={pick} />
      {accounts.length > FIRST_FEW ? (
        <details>
          <summary>{t.signIn.demoMore}</summary>
          <DemoList accounts={accounts.slice(FIRST_FEW)} pick={pick} />
        </details>
      ) : null}
      <a href="/console/">{t.signIn.demoStaff}</a>
    </section>
  );
}

const FIRST_FEW = 5;

function DemoList({ accounts, pick }: { accounts: Answer<'GET /api/demo/accounts'>; pick: (phone: string) => void }) {
  const { say } = useTexts();
  return (
    <ul className="tasks">
      {accounts.map((account) => (
        <li key={account.phone}>
          <button className="task" type="button" onClick={() => pick(account.phone)}>
            <div className="stack-tight">
              <strong>{account.name}</strong>
              <span className="small soft">{say(account.about, account.aboutEn)}</span>
            </div>
            <span className="small">{account.phone}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

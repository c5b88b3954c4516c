// Sign-in of staff: phone and code, with the demonstration's accounts in sight.

import { Alert, Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { Refused } from '../parts.tsx';

export function SignInPage() {
  const { w, say } = useWords();
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [sent, setSent] = useState(false);
  const demo = useRead('GET /api/session/options', []).data?.demo ?? false;
  const accounts = useRead('GET /api/demo/accounts', [], { off: !demo }).data ?? [];
  const inbox = useRead('GET /api/demo/inbox', [{ query: { phone } }], { off: !demo || !sent, every: 2000 }).data ?? [];
  const newest = [...inbox].sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  const found = newest ? /\d{6}/.exec(newest.text)?.[0] : undefined;
  const ask = useSend('POST /api/session/phone-codes', () => setSent(true));
  const enter = useSend('POST /api/session');
  const staff = accounts.filter(({ role }) => role !== 'guardian');
  // One of each office to begin with: the first district's, and the city's.
  const firstDistrict = new Set(staff.slice(0, 4).map(({ phone: number }) => number));
  const isFirst = ({ phone: number, role }: (typeof staff)[number]) =>
    firstDistrict.has(number) || role === 'city_officer' || role === 'auditor';
  const accountButton = (account: (typeof staff)[number]) => (
    <button
      key={account.phone}
      type="button"
      className="account"
      onClick={() => {
        setPhone(account.phone);
        setCode('');
        ask.mutate([{ body: { phone: account.phone } }]);
      }}
    >
      <strong>{account.name}</strong> · {account.organizationName} <span className="soft">{account.phone}</span>
      <div className="soft">{say(account.about, account.aboutEn)}</div>
    </button>
  );
  return (
    <main className="sign-in">
      <h1>{w('title')}</h1>
      <Card>
        <Form
          layout="vertical"
          onFinish={() => (sent ? enter.mutate([{ body: { phone, code } }]) : ask.mutate([{ body: { phone } }]))}
        >
          <Form.Item label={w('phone')} htmlFor="phone">
            <Input
              id="phone"
              size="large"
              inputMode="tel"
              autoComplete="tel-national"
              maxLength={11}
              disabled={sent}
              value={phone}
              onChange={(event) => setPhone(event.target.value)}
            />
          </Form.Item>
          {sent ? (
            <Form.Item label={w('code')} htmlFor="code">
              <Input
                id="code"
                size="large"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                autoFocus
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
            </Form.Item>
          ) : null}
          <div className="stack">
            <Refused problem={enter.error ?? ask.error} />
            <div style={{ display: 'flex', gap: 8 }}>
              <Button type="primary" size="large" htmlType="submit" loading={ask.isPending || enter.isPending}>
                {sent ? w('signIn') : w('sendCode')}
              </Button>
              {sent ? (
                <Button size="large" onClick={() => setSent(false)}>
                  {w('changePhone')}
                </Button>
              ) : null}
            </div>
          </div>
        </Form>
      </Card>
      {sent && newest ? (
        <Alert
          type="warning"
          title={w('demoSms')}
          description={newest.text}
          action={found ? <Button onClick={() => setCode(found)}>{found}</Button> : undefined}
        />
      ) : null}
      {staff.length > 0 ? (
        <Card title={w('demoAccounts')} size="small">
          {staff.filter(isFirst).map(accountButton)}
          <details>
            <summary>{w('moreAccounts')}</summary>
            {staff.filter((account) => !isFirst(account)).map(accountButton)}
          </details>
        </Card>
      ) : null}
    </main>
  );
}

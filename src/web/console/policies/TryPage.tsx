// Tries a family against a rule set: a form on the left, the decision with all its reasons on the right.

import { App, Button, Checkbox, Empty, Input, Select, Spin } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { call, type Answer, type Problem } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { usePolicyWords } from '../../texts/policies.ts';
import { Head, Loaded, Refused } from '../parts.tsx';
import { FactFields, type FactValues } from './FactForm.tsx';
import { useRuleSetName } from './parts.tsx';
import { TryResult } from './TryResult.tsx';

type Form = Answer<'GET /api/policies/:hash/form'>;

/** Everything that decides; kept in the address after `#`, so that it is never sent and a colleague sees the same. */
interface Family {
  readonly facts: FactValues;
  readonly today: string;
  readonly district?: string | undefined;
  readonly late: boolean;
}

export function TryPage({ hash }: { hash: string }) {
  const page = useRead('GET /api/policies/:hash', [{ params: { hash } }]);
  const form = useRead('GET /api/policies/:hash/form', [{ params: { hash } }]);
  return (
    <Loaded reading={page}>
      {({ summary }) => <Loaded reading={form}>{(fields) => <TryBody summary={summary} form={fields} />}</Loaded>}
    </Loaded>
  );
}

function TryBody({ summary, form }: { summary: Answer<'GET /api/policies/:hash'>['summary']; form: Form }) {
  const { w } = usePolicyWords();
  const name = useRuleSetName();
  const { message } = App.useApp();
  const [first] = form.examples;
  const start: Family = useMemo(
    () =>
      readAddress() ??
      (first
        ? { facts: first.facts, today: first.today, district: first.district ?? undefined, late: first.late }
        : { facts: {}, today: `${String(summary.entryYear)}-05-10`, late: false }),
    [first, summary.entryYear],
  );
  const [family, setFamily] = useState(start);
  const [all, setAll] = useState(false);
  useEffect(() => {
    history.replaceState(history.state, '', `${location.pathname}${location.search}#${writeAddress(family)}`);
  }, [family]);
  const asked = useDeferredValue(family);
  const result = useQuery<Answer<'POST /api/policies/:hash/try'>, Problem>({
    queryKey: ['try', summary.hash, asked],
    queryFn: () => call('POST /api/policies/:hash/try', { params: { hash: summary.hash }, body: asked }),
    placeholderData: (before) => before,
    retry: false,
  });
  const copy = () => {
    void navigator.clipboard.writeText(location.href).then(() => message.success(w('copied')));
  };
  return (
    <>
      <Head title={`${w('try')} · ${name(summary)}`}>
        <Button onClick={copy}>{w('copyLink')}</Button>
        <Link href={`/rules/${summary.hash}`}>{w('read')}</Link>
      </Head>
      <div className="rule-try">
        <section aria-label={w('family')} className="fact-form">
          <Presets form={form} hash={summary.hash} districts={summary.districts} choose={setFamily} />
          <div className="fact">
            <label htmlFor="try-today">{w('today')}</label>
            <Input
              id="try-today"
              type="date"
              value={family.today}
              onChange={(event) => event.target.value && setFamily({ ...family, today: event.target.value })}
            />
          </div>
          {Object.keys(form.districts).length > 1 ? (
            <div className="fact">
              <label htmlFor="try-district">{w('district')}</label>
              <Select
                id="try-district"
                aria-label={w('district')}
                allowClear
                value={family.district}
                onChange={(district?: string) => setFamily({ ...family, district })}
                options={Object.entries(form.districts).map(([value, label]) => ({ value, label }))}
              />
            </div>
          ) : null}
          <div className="fact-switches">
            <Checkbox checked={family.late} onChange={(event) => setFamily({ ...family, late: event.target.checked })}>
              {w('late')}
            </Checkbox>
            <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
              {w('showAll')}
            </Checkbox>
            <Button size="small" onClick={() => setFamily({ ...family, facts: {} })}>
              {w('clear')}
            </Button>
          </div>
          <p className="soft">{w('familyLead')}</p>
          <FactFields
            fields={form.fields}
            value={family.facts}
            change={(facts) => setFamily({ ...family, facts })}
            path=""
            all={all}
          />
        </section>
        <section aria-label={w('result')} aria-live="polite" className="rule-result">
          {result.error ? <Refused problem={result.error} /> : null}
          {result.data ? (
            <TryResult answer={result.data} />
          ) : result.error ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} />
          ) : (
            <Spin />
          )}
        </section>
      </div>
    </>
  );
}

function Presets({
  form,
  hash,
  districts,
  choose,
}: {
  form: Form;
  hash: string;
  districts: readonly string[];
  choose: (family: Family) => void;
}) {
  const { w, say } = usePolicyWords();
  const seasons = (useRead('GET /api/seasons', []).data ?? []).filter((one) => districts.includes(one.district));
  const [seasonId, setSeasonId] = useState<string>();
  const real = useRead(
    'GET /api/policies/:hash/families',
    [{ params: { hash }, query: { seasonId: seasonId ?? '' } }],
    {
      off: seasonId === undefined,
    },
  );
  const families = [...form.examples, ...(real.data ?? [])];
  const take = (id: string) => {
    const found = families.find((one) => one.id === id);
    if (found)
      choose({ facts: found.facts, today: found.today, district: found.district ?? undefined, late: found.late });
  };
  const option = (one: Form['examples'][number]) => ({ value: one.id, label: say(one.name.zh, one.name.en) });
  return (
    <>
      <div className="fact">
        <label htmlFor="try-preset">{w('beginWith')}</label>
        <Select
          id="try-preset"
          aria-label={w('beginWith')}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={take}
          options={[
            { label: w('examples'), options: form.examples.map(option) },
            ...(real.data ? [{ label: w('anonymous'), options: real.data.map(option) }] : []),
          ]}
        />
      </div>
      {seasons.length > 0 ? (
        <div className="fact">
          <label htmlFor="try-season">{w('anonymous')}</label>
          <Select
            id="try-season"
            aria-label={w('anonymous')}
            allowClear
            placeholder={w('season')}
            value={seasonId}
            onChange={setSeasonId}
            options={seasons.map((one) => ({ value: one.id, label: say(one.name, one.nameEn) }))}
          />
          <Refused problem={real.error} />
          {real.data?.length === 0 ? <small>{w('noAnonymous')}</small> : null}
        </div>
      ) : null}
    </>
  );
}

function writeAddress(family: Family): string {
  const bytes = new TextEncoder().encode(JSON.stringify(family));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function readAddress(): Family | null {
  try {
    const text = atob(location.hash.slice(1).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const family = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Family>;
    return typeof family.facts === 'object' && typeof family.today === 'string'
      ? { facts: family.facts, today: family.today, district: family.district, late: family.late === true }
      : null;
  } catch {
    return null;
  }
}

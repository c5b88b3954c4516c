// An address with standard addresses to pick from, and what its catchment is.

import { useEffect, useState } from 'react';
import type { Answer } from '../client/call.ts';
import { useRead } from '../client/queries.ts';
import { Notice } from '../parts/basic.tsx';
import { Choice, Field } from '../parts/form.tsx';
import { dateText } from '../texts/dates.ts';
import { useTexts } from '../texts/texts.ts';

/** A value that has rested for a while. */
export function useRested(value: string, milliseconds = 350): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}

interface PickerProps {
  readonly label: string;
  readonly hint?: string;
  readonly district: string;
  readonly stage: 'primary' | 'junior';
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault?: string | undefined;
}

export function AddressPicker({ label, hint, district, stage, value, onChange, fault }: PickerProps) {
  const { t } = useTexts();
  const [picked, setPicked] = useState(value);
  const q = useRested(value).trim();
  const suggestions = useRead('GET /api/addresses', [{ query: { district, stage, q: q.slice(0, 60) } }], {
    off: q.length < 2 || q === picked || !district,
  });
  // A street that is typed already would, when picked, only take the house number away.
  const list =
    q.length >= 2 && q !== picked ? (suggestions.data ?? []).filter(({ address }) => !q.startsWith(address)) : [];
  return (
    <div className="stack-tight">
      <Field label={label} hint={hint} value={value} onChange={onChange} fault={fault} maxLength={200} />
      {list.length > 0 ? (
        <>
          <span className="small soft">{t.apply.home.suggestions}</span>
          <ul className="suggest">
            {list.slice(0, 6).map(({ address }) => (
              <li key={address}>
                <button
                  type="button"
                  onClick={() => {
                    setPicked(address);
                    onChange(address);
                  }}
                >
                  {address}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

/** The answer of the catchments, in words; where two schools share it, with a choice. */
export function LocationWords({
  location,
  preferred,
  prefer,
}: {
  location: Answer<'POST /api/locate'>;
  preferred?: string | undefined;
  prefer?: (schoolId: string) => void;
}) {
  const { t, say, language } = useTexts();
  const { result, schools } = location;
  return (
    <div aria-live="polite">
      <Notice tone={result === 'matched' ? 'good' : 'act'} title={t.apply.home[result]}>
        {prefer && result === 'overlap' ? (
          <Choice
            label={t.apply.home.overlap}
            options={schools.map((school) => ({ value: school.schoolId, label: school.school }))}
            value={preferred}
            onChange={prefer}
          />
        ) : (
          schools.map((school) => (
            <p key={`${school.schoolId}${school.campus}`}>
              <strong>
                {school.school}
                {school.campus ? `(${school.campus})` : ''}
              </strong>
            </p>
          ))
        )}
        {location.alternatives && location.alternatives.length > 0 ? (
          <p className="small">{t.apply.home.alternative(location.alternatives)}</p>
        ) : null}
        {location.transitions?.map((right) => (
          <p key={right.text} className="small">
            {t.apply.home.right(right.school, right.until ? dateText(right.until, language) : '')}
          </p>
        ))}
        {location.basis ? (
          <p className="small soft">
            {t.apply.home.basis}
            {t.colon}
            {say(location.basis, location.basisEn)}
          </p>
        ) : null}
      </Notice>
    </div>
  );
}

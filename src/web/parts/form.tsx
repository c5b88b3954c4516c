// Form parts with bound labels, hints and faults.

import { useId, type ReactNode } from 'react';
import { useTexts } from '../texts/texts.ts';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly optional?: boolean;
  readonly kind?: 'text' | 'tel' | 'date' | 'code' | 'long' | 'search';
  readonly autoComplete?: string;
  readonly maxLength?: number;
}

/** One line (or, with `kind="long"`, several) of text. */
export function Field({
  label,
  value,
  onChange,
  hint,
  fault,
  optional,
  kind = 'text',
  autoComplete,
  maxLength,
}: FieldProps) {
  const id = useId();
  const { t } = useTexts();
  const common = {
    id,
    className: 'input',
    value,
    maxLength,
    'aria-invalid': fault ? (true as const) : undefined,
    'aria-describedby': [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].join(' ').trim() || undefined,
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional ? <span className="soft">{t.optional}</span> : null}
      </label>
      {hint ? (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      {fault ? (
        <span className="fault" id={`${id}-fault`}>
          {fault}
        </span>
      ) : null}
      {kind === 'long' ? (
        <textarea {...common} onInput={(event) => onChange(event.currentTarget.value)} />
      ) : (
        <input
          {...common}
          type={kind === 'code' ? 'text' : kind}
          inputMode={kind === 'code' ? 'numeric' : undefined}
          autoComplete={kind === 'code' ? 'one-time-code' : (autoComplete ?? 'off')}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  );
}

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly about?: string | undefined;
}

/** Options from a dictionary of words. */
export function optionsOf<T extends string>(words: Readonly<Record<T, string>>): readonly Option<T>[] {
  return (Object.entries(words) as [T, string][]).map(([value, label]) => ({ value, label }));
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly pair?: boolean;
}

/** One of a few, as large radio buttons. */
export function Choice<T extends string>({ label, options, value, onChange, hint, fault, pair }: ChoiceProps<T>) {
  const id = useId();
  return (
    <fieldset className="field" aria-describedby={fault ? `${id}-fault` : undefined}>
      <legend>{label}</legend>
      {hint ? <span className="hint">{hint}</span> : null}
      {fault ? (
        <span className="fault" id={`${id}-fault`}>
          {fault}
        </span>
      ) : null}
      <div className={`choices ${pair ? 'pair' : ''}`}>
        {options.map((option) => (
          <label className="choice" key={option.value}>
            <input type="radio" name={id} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>
              {option.label}
              {option.about ? <small>{option.about}</small> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** One of many, as the device's own list. */
export function Select<T extends string>({ label, options, value, onChange, fault, hint }: ChoiceProps<T>) {
  const id = useId();
  const { t } = useTexts();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint ? <span className="hint">{hint}</span> : null}
      {fault ? <span className="fault">{fault}</span> : null}
      <select
        id={id}
        className="input"
        value={value ?? ''}
        aria-invalid={fault ? true : undefined}
        onChange={(event) => onChange(event.currentTarget.value as T)}
      >
        <option value="" disabled>
          {t.choose}
        </option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Yes when ticked. */
export function Tick({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="choice">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}

/** A form that sends on Enter and asks the browser for no bubbles of its own. */
export function Form({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

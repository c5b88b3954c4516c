// A form made from the facts that a policy declares: groups, lists, codes in words, dates; what is left open is not known.

import { AutoComplete, Button, Input, InputNumber, Select } from 'antd';
import type { Answer } from '../../client/call.ts';
import { usePolicyWords } from '../../texts/policies.ts';

export type Field = Answer<'GET /api/policies/:hash/form'>['fields'][number];
export type FactValues = Readonly<Record<string, unknown>>;

interface Shared {
  /** Also facts that no rule looks at. */
  readonly all: boolean;
}

const record = (value: unknown): FactValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FactValues) : {};

/** Whether anything is given within. */
const given = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  (typeof value !== 'object' || Object.keys(value).length > 0 || Array.isArray(value));

/** The fields of one group; a value that is taken out again leaves no trace. */
export function FactFields({
  fields,
  value,
  change,
  path,
  all,
}: Shared & {
  fields: readonly Field[];
  value: FactValues;
  change: (value: FactValues) => void;
  path: string;
}) {
  const set = (name: string, one: unknown) => {
    const { [name]: _, ...rest } = value;
    change(
      one === undefined || (one !== null && typeof one === 'object' && !given(one)) ? rest : { ...rest, [name]: one },
    );
  };
  return (
    <>
      {fields
        .filter((field) => all || field.used || given(value[field.name]))
        .map((field) => (
          <FactField
            key={field.name}
            field={field}
            path={path === '' ? field.name : `${path}.${field.name}`}
            value={value[field.name]}
            change={(one) => set(field.name, one)}
            all={all}
          />
        ))}
    </>
  );
}

function FactField({
  field,
  value,
  change,
  path,
  all,
}: Shared & { field: Field; value: unknown; change: (value: unknown) => void; path: string }) {
  const { w, say } = usePolicyWords();
  const label = say(field.label, field.labelEn);
  if (field.type === 'object') {
    return (
      <fieldset className="fact-group">
        <legend>{label}</legend>
        <FactFields fields={field.fields} value={record(value)} change={change} path={path} all={all} />
      </fieldset>
    );
  }
  if (field.type === 'list') return <FactList field={field} value={value} change={change} path={path} all={all} />;
  const id = `fact-${path}`;
  return (
    <div className="fact">
      <label htmlFor={id}>
        {label}
        {field.source ? <small>{w('confirmedBy', { name: say(field.source.zh, field.source.en) })}</small> : null}
      </label>
      <FactInput id={id} label={label} type={field.type} options={field.options} value={value} change={change} />
    </div>
  );
}

function FactInput({
  id,
  label,
  type,
  options,
  value,
  change,
}: {
  id: string;
  label: string;
  type: Field['type'];
  options: Field['options'];
  value: unknown;
  change: (value: unknown) => void;
}) {
  const { w, say } = usePolicyWords();
  const shown = options.map((option) => ({ value: option.value, label: say(option.label, option.labelEn) }));
  const text = typeof value === 'string' ? value : undefined;
  switch (type) {
    case 'bool':
      return (
        <Select
          id={id}
          aria-label={label}
          allowClear
          placeholder={w('notKnown')}
          value={typeof value === 'boolean' ? String(value) : undefined}
          onChange={(one?: string) => change(one === undefined ? undefined : one === 'true')}
          options={[
            { value: 'true', label: w('yes') },
            { value: 'false', label: w('no') },
          ]}
        />
      );
    case 'code':
      return (
        <Select
          id={id}
          aria-label={label}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={w('notKnown')}
          value={text}
          onChange={change}
          options={shown}
        />
      );
    case 'int':
    case 'decimal':
      return (
        <InputNumber
          id={id}
          aria-label={label}
          style={{ width: '100%' }}
          placeholder={w('notKnown')}
          value={typeof value === 'number' ? value : null}
          onChange={(one) => change(one ?? undefined)}
        />
      );
    case 'date':
    case 'month':
      return (
        <Input
          id={id}
          type={type}
          value={text ?? ''}
          onChange={(event) => change(event.target.value === '' ? undefined : event.target.value)}
        />
      );
    default:
      return (
        <>
          <AutoComplete
            id={id}
            aria-label={label}
            aria-describedby={`${id}-name`}
            allowClear
            placeholder={w('notKnown')}
            value={text}
            onChange={(one?: string) => change(one === '' ? undefined : one)}
            options={shown.map((option) => ({
              value: option.value,
              label: option.label === option.value ? option.label : `${option.label}（${option.value}）`,
            }))}
            showSearch={{
              filterOption: (typed, option) => (option?.label ?? '').toLowerCase().includes(typed.toLowerCase()),
            }}
          />
          <small id={`${id}-name`}>
            {shown.find((option) => option.value === text && option.label !== text)?.label}
          </small>
        </>
      );
  }
}

function FactList({
  field,
  value,
  change,
  path,
  all,
}: Shared & { field: Field; value: unknown; change: (value: unknown) => void; path: string }) {
  const { w, say } = usePolicyWords();
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const label = say(field.label, field.labelEn);
  const { of } = field;
  const put = (index: number, one: unknown) => change(items.map((item, place) => (place === index ? one : item)));
  if (of === 'text') {
    return (
      <div className="fact">
        <label htmlFor={`fact-${path}`}>{label}</label>
        <Select
          id={`fact-${path}`}
          aria-label={label}
          mode="tags"
          placeholder={w('notKnown')}
          value={items as string[]}
          onChange={(list: string[]) => change(list.length > 0 ? list : undefined)}
          options={field.options.map((option) => ({ value: option.value, label: say(option.label, option.labelEn) }))}
        />
      </div>
    );
  }
  return (
    <fieldset className="fact-group">
      <legend>
        {label} {items.length > 0 ? `(${String(items.length)})` : ''}
      </legend>
      {items.map((item, index) => (
        <div key={index} className="fact-item">
          <div>
            {of === null ? (
              <FactFields
                fields={field.fields}
                value={record(item)}
                change={(one) => put(index, one)}
                path={`${path}.${String(index)}`}
                all={all}
              />
            ) : (
              <FactInput
                id={`fact-${path}.${String(index)}`}
                label={`${label} ${String(index + 1)}`}
                type={of}
                options={field.options}
                value={item}
                change={(one) => put(index, one)}
              />
            )}
          </div>
          <Button
            size="small"
            aria-label={`${w('removeOne')} ${label} ${String(index + 1)}`}
            onClick={() => {
              const rest = items.filter((_, place) => place !== index);
              change(rest.length > 0 ? rest : undefined);
            }}
          >
            {w('removeOne')}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        aria-label={`${w('addOne')} ${label}`}
        onClick={() => change([...items, of === null ? {} : null])}
      >
        {w('addOne')}
      </Button>
    </fieldset>
  );
}

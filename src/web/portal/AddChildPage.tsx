// Adds a child to the account.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { useSend } from '../client/queries.ts';
import { Button, Page, Refused } from '../parts/basic.tsx';
import { Choice, Field, Form, optionsOf, Select } from '../parts/form.tsx';
import { useTexts } from '../texts/texts.ts';
import type { GUARDIAN_RELATIONS, ID_KINDS } from '../../modules/registration/declaration.ts';

export function AddChildPage() {
  const { t } = useTexts();
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const [idKind, setIdKind] = useState<(typeof ID_KINDS)[number]>('resident_id');
  const [idNumber, setIdNumber] = useState('');
  const [sex, setSex] = useState<'male' | 'female'>();
  const [birthDate, setBirthDate] = useState('');
  const [relation, setRelation] = useState<(typeof GUARDIAN_RELATIONS)[number]>();
  const [tried, setTried] = useState(false);
  const add = useSend('POST /api/children', (child) => go(`/apply?child=${child.id}`));
  const isResident = idKind === 'resident_id';
  const numberWrong = isResident && idNumber.trim().length !== 18;
  const missing = (value: string | undefined) => (tried && !value ? t.required : undefined);
  const submit = () => {
    setTried(true);
    if (!name.trim() || !idNumber.trim() || numberWrong || !relation || (!isResident && (!sex || !birthDate))) return;
    add.mutate([{ body: { name, idKind, idNumber, relation, ...(isResident ? {} : { sex, birthDate }) } }]);
  };
  return (
    <Page title={t.child.title} back="/tasks">
      <Form onSubmit={submit}>
        <Field
          label={t.child.name}
          hint={t.child.nameHint}
          value={name}
          onChange={setName}
          fault={add.error?.of('name') ?? missing(name)}
          maxLength={60}
        />
        <Select label={t.child.idKind} options={optionsOf(t.idKinds)} value={idKind} onChange={setIdKind} />
        <Field
          label={t.child.idNumber}
          hint={isResident ? t.child.idHint : undefined}
          value={idNumber}
          onChange={(value) => setIdNumber(value.toUpperCase())}
          fault={
            add.error?.of('idNumber') ?? missing(idNumber) ?? (tried && numberWrong ? t.child.numberWrong : undefined)
          }
          maxLength={40}
        />
        {isResident ? null : (
          <>
            <Choice
              label={t.child.sex}
              pair
              options={optionsOf(t.sexes)}
              value={sex}
              onChange={setSex}
              fault={missing(sex)}
            />
            <Field
              label={t.child.birth}
              kind="date"
              value={birthDate}
              onChange={setBirthDate}
              fault={missing(birthDate)}
            />
          </>
        )}
        <Choice
          label={t.child.relation}
          pair
          options={optionsOf(t.relations)}
          value={relation}
          onChange={setRelation}
          fault={missing(relation)}
        />
        <Refused problem={add.error} />
        <div className="actions">
          <Button type="submit" busy={add.isPending}>
            {t.child.save}
          </Button>
        </div>
      </Form>
    </Page>
  );
}

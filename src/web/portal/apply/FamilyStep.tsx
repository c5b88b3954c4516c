// Brothers, sisters, twins, the primary school attended, and a private school.

import { useRead } from '../../client/queries.ts';
import { Notice } from '../../parts/basic.tsx';
import { Choice, Field, Select, Tick } from '../../parts/form.tsx';
import { useTexts } from '../../texts/texts.ts';
import type { StepProps } from './ApplyPage.tsx';

const NO_PRIVATE = 'none';
const GRADES = Array.from({ length: 9 }, (_, place) => ({ value: String(place + 1), label: String(place + 1) }));

export function FamilyStep({ application, saver, faultOf }: StepProps) {
  const { t, say } = useTexts();
  const { sibling, twin, primarySchoolId, privateSchoolId, note } = saver.draft;
  const { district, stage } = application;
  const schools = useRead('GET /api/schools', [{ query: { district } }]).data ?? [];
  const children = useRead('GET /api/children', []).data ?? [];
  const others = children.filter(({ id }) => id !== application.childId);
  const optionOf = (school: (typeof schools)[number]) => ({ value: school.id, label: say(school.name, school.nameEn) });
  const open = schools.filter(({ status }) => status === 'open');
  const privates = open.filter(
    (school) => school.ownership === 'private' && (school.stage === stage || school.stage === 'nine_year'),
  );
  return (
    <>
      {stage === 'junior' ? (
        <Select
          label={t.apply.family.primary}
          options={open.filter((school) => school.stage !== 'junior').map(optionOf)}
          value={primarySchoolId ?? undefined}
          onChange={(id) => saver.change({ primarySchoolId: id })}
          fault={faultOf('primarySchoolId')}
        />
      ) : null}
      <Tick checked={Boolean(sibling)} onChange={(yes) => saver.change({ sibling: yes ? {} : null })}>
        {t.apply.family.sibling}
      </Tick>
      {sibling ? (
        <div className="card">
          <Select
            label={t.apply.family.siblingSchool}
            options={open.map(optionOf)}
            value={sibling.schoolId}
            onChange={(schoolId) => saver.change({ sibling: { ...sibling, schoolId } })}
            fault={faultOf('sibling.schoolId')}
          />
          <Field
            label={t.apply.family.siblingName}
            value={sibling.name ?? ''}
            onChange={(name) => saver.change({ sibling: { ...sibling, name } })}
            fault={faultOf('sibling.name')}
            maxLength={60}
          />
          <Select
            label={t.apply.family.siblingGrade}
            options={GRADES}
            value={sibling.grade ? String(sibling.grade) : undefined}
            onChange={(grade) => saver.change({ sibling: { ...sibling, grade: Number(grade) } })}
            fault={faultOf('sibling.grade')}
          />
        </div>
      ) : null}
      <Tick
        checked={Boolean(twin)}
        onChange={(yes) =>
          saver.change({ twin: yes ? { bound: true, ...(others[0] ? { childId: others[0].id } : {}) } : null })
        }
      >
        {t.apply.family.twin}
      </Tick>
      {twin ? (
        <div className="card">
          {others.length === 0 ? (
            <Notice tone="act" title={t.apply.family.twinNone} />
          ) : (
            <Choice
              label={t.apply.family.twinChild}
              options={others.map((child) => ({ value: child.id, label: child.name }))}
              value={twin.childId}
              onChange={(childId) => saver.change({ twin: { ...twin, childId } })}
              fault={faultOf('twin.childId')}
            />
          )}
          <Tick checked={twin.bound ?? false} onChange={(bound) => saver.change({ twin: { ...twin, bound } })}>
            {t.apply.family.twinBound}
          </Tick>
        </div>
      ) : null}
      {privates.length > 0 ? (
        <Choice
          label={t.apply.family.private}
          hint={t.apply.family.privateWords}
          options={[{ value: NO_PRIVATE, label: t.apply.family.privateNone }, ...privates.map(optionOf)]}
          value={privateSchoolId ?? NO_PRIVATE}
          onChange={(id) => saver.change({ privateSchoolId: id === NO_PRIVATE ? null : id })}
          fault={faultOf('privateSchoolId')}
        />
      ) : null}
      <Field
        label={t.apply.family.note}
        kind="long"
        optional
        value={note ?? ''}
        onChange={(text) => saver.change({ note: text })}
        fault={faultOf('note')}
        maxLength={500}
      />
    </>
  );
}

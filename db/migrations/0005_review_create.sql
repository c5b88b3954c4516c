-- Who is looking at a case, and what was decided.

create table review_claims (
  application_id uuid primary key references applications (id),
  account_id     uuid not null references accounts (id),
  claimed_at     timestamptz not null,
  expires_at     timestamptz not null
);
create index review_claims_by_account on review_claims (account_id);

create table decisions (
  id              uuid primary key,
  application_id  uuid not null references applications (id),
  revision        integer not null,
  outcome         text not null check (outcome in ('endorsed', 'approved', 'refused', 'asked_material', 'returned', 'reopened', 'category_changed')),
  reason_code     text,
  -- Plain words for the family.
  words           text not null default '',
  cure            text,
  due_at          timestamptz,
  -- For material: the kinds of evidence asked for.
  evidence_kinds  jsonb not null default '[]',
  category_before text,
  category_after  text,
  policy_hash     text not null,
  because         jsonb not null default '[]',
  decided_by      uuid not null references accounts (id),
  decided_at      timestamptz not null,
  check (outcome <> 'refused' or (reason_code is not null and words <> '' and cure is not null))
);
create index decisions_by_application on decisions (application_id, decided_at);
create trigger decisions_keep before update or delete on decisions for each row execute function refuse_change();

-- What a worklist shows of a case: the application with its child, its school, and how its present checks stand.
create view worklist_cases as
select a.id, a.receipt_no, c.name as child_name, c.id_number as child_id_number, c.sex, c.birth_date, a.season_id, a.district,
       a.school_id, s.name as school_name, a.category_id, a.assessment -> 'category' ->> 'name' as category_name,
       coalesce((a.assessment #>> '{review,steps}')::integer, 2) as steps, a.state, a.late,
       a.submitted_at, a.cure_until, a.version, a.revision, a.account_id, coalesce(k.matched, 0) as matched, coalesce(k.differs, 0) as differs,
       coalesce(k.waiting, 0) as waiting, coalesce(k.manual, 0) as manual,
       case when coalesce(k.differs, 0) > 0 then 'differs'
            when coalesce(k.waiting, 0) > 0 then 'waiting'
            when coalesce(k.manual, 0) > 0 then 'manual'
            else 'clear' end as risk
from applications a
join children c on c.id = a.child_id
left join schools s on s.id = a.school_id
left join lateral (
  select count(*) filter (where state = 'matched' or resolution = 'accepted') as matched,
         count(*) filter (where state in ('mismatch', 'no_record') and resolution is distinct from 'accepted') as differs,
         count(*) filter (where state in ('pending', 'source_down') and resolution is null) as waiting,
         count(*) filter (where state = 'manual' and resolution is null) as manual
  from checks where application_id = a.id and revision = a.revision
) k on true
where a.state <> 'draft' and not (a.state = 'withdrawn' and a.receipt_no is null);

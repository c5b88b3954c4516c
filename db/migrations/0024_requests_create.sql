-- Requests (事项申请): what families ask for outside the ordinary course, and what it does to their applications.

-- Two ends more: entry deferred by decision, and closed without another word because the child has died.
alter table applications drop constraint applications_state_check;
alter table applications add constraint applications_state_check check (state in ('draft', 'submitted', 'needs_material', 'endorsed',
  'eligible', 'refused', 'withdrawn', 'placed', 'not_placed', 'accepted', 'declined', 'reported', 'not_reported', 'deferred', 'closed'));
-- Next year's registration of the same child asks for this.
create index applications_deferred on applications (child_key) where state = 'deferred';

alter table seat_moves drop constraint seat_moves_cause_check;
alter table seat_moves add constraint seat_moves_cause_check
  check (cause in ('run', 'declined', 'left', 'offer', 'correction', 'supplementary', 'appeal'));

-- A case that was closed leaves the worklists.
create or replace view worklist_cases as
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
where a.state not in ('draft', 'closed') and not (a.state = 'withdrawn' and a.receipt_no is null);

create sequence request_numbers;

create table requests (
  id             uuid primary key,
  -- 事项2027-320812-000012: year, district, running number.
  number         text not null unique,
  application_id uuid not null references applications (id),
  district       text not null,
  kind           text not null check (kind in ('leave', 'defer', 'change', 'move')),
  state          text not null check (state in ('filed', 'granted', 'refused', 'done', 'undone', 'withdrawn')),
  version        integer not null default 1,
  -- What is asked for, in the shape of its kind.
  content        jsonb not null,
  -- Recorded by staff, from a paper or another department's word, and not filed by the family.
  by_staff       boolean not null default false,
  filed_by       uuid not null references accounts (id),
  filed_at       timestamptz not null,
  -- Promised working days, as the city's data said when it was filed; null where it took effect at once.
  working_days   integer check (working_days > 0),
  -- Reasons in plain words, for the family.
  words          text,
  -- Change: until when the application can be corrected.
  correct_until  timestamptz,
  -- Move: the application in the other district.
  opened_id      uuid references applications (id),
  decided_by     uuid references accounts (id),
  decided_at     timestamptz,
  check ((state in ('granted', 'refused')) = (decided_at is not null)),
  check (decided_at is null or (words is not null and decided_by is not null))
);
create unique index requests_one_open on requests (application_id) where state = 'filed';
create index requests_by_application on requests (application_id);
create index requests_by_opened on requests (opened_id) where opened_id is not null;
create index requests_worklist on requests (district, state);

create table request_events (
  id            bigint generated always as identity primary key,
  request_id    uuid not null references requests (id),
  at            timestamptz not null,
  event         text not null,
  from_state    text not null,
  to_state      text not null,
  actor_account uuid,
  actor_role    text not null,
  words         text not null default ''
);
create index request_events_by_request on request_events (request_id, id);
create trigger request_events_keep before update or delete on request_events for each row execute function refuse_change();

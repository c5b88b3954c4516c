-- Appeals: a second look by another officer (复核), then the city (申诉).

create sequence appeal_numbers;

create table appeals (
  id             uuid primary key,
  -- 复核2027-320812-000012: kind, year, district, running number.
  number         text not null unique,
  application_id uuid not null references applications (id),
  district       text not null,
  kind           text not null check (kind in ('reconsideration', 'appeal')),
  -- What it is against: the refusal of the application, the category found, or the placement.
  subject        text not null check (subject in ('refusal', 'category', 'placement')),
  state          text not null check (state in ('filed', 'hearing', 'awaiting_family', 'upheld', 'dismissed', 'withdrawn')),
  version        integer not null default 1,
  -- The family's own words: what is wrong, and what it asks for.
  statement      text not null,
  wish           text not null,
  -- Recorded when a helper at a counter filed it for the family; else null.
  helper         text,
  filed_by       uuid not null references accounts (id),
  filed_at       timestamptz not null,
  officer        uuid references accounts (id),
  -- Until when the family may answer what it was asked.
  answer_until   timestamptz,
  -- Promised working days, as the city's data said when it was filed.
  working_days   integer not null check (working_days > 0),
  -- { heldOn, present, note }: what the officer did to find out.
  hearing        jsonb,
  -- Reasons in plain words, for the family.
  words          text,
  decided_by     uuid references accounts (id),
  decided_at     timestamptz,
  check ((state in ('upheld', 'dismissed')) = (decided_at is not null)),
  check (decided_at is null or (hearing is not null and words is not null and decided_by is not null)),
  check (state not in ('hearing', 'awaiting_family') or officer is not null)
);
create unique index appeals_one_open on appeals (application_id) where state in ('filed', 'hearing', 'awaiting_family');
create index appeals_by_application on appeals (application_id);
create index appeals_worklist on appeals (district, kind, state);

create table appeal_events (
  id            bigint generated always as identity primary key,
  appeal_id     uuid not null references appeals (id),
  at            timestamptz not null,
  event         text not null,
  from_state    text not null,
  to_state      text not null,
  actor_account uuid,
  actor_role    text not null,
  words         text not null default ''
);
create index appeal_events_by_appeal on appeal_events (appeal_id, id);
create trigger appeal_events_keep before update or delete on appeal_events for each row execute function refuse_change();

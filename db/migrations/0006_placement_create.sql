-- Seats: the plan, the runs that fill it, and the seats themselves.

create table plans (
  season_id   text not null references seasons (id),
  school_id   text not null references schools (id),
  classes     integer not null check (classes between 0 and 100),
  seats       integer not null check (seats between 0 and 10000),
  primary key (season_id, school_id)
);

-- A plan changes by proposal and approval, two persons.
create table plan_changes (
  id           uuid primary key,
  season_id    text not null references seasons (id),
  state        text not null check (state in ('proposed', 'approved', 'rejected')),
  -- [{ schoolId, classes, seats }]
  lines        jsonb not null,
  reason       text not null,
  proposed_by  uuid not null references accounts (id),
  proposed_at  timestamptz not null,
  decided_by   uuid references accounts (id),
  decided_at   timestamptz,
  check (decided_by is null or decided_by <> proposed_by)
);
create unique index plan_changes_one_open on plan_changes (season_id) where state = 'proposed';

create table placement_runs (
  id           uuid primary key,
  season_id    text not null references seasons (id),
  kind         text not null check (kind in ('simulation', 'draft')),
  state        text not null check (state in ('ready', 'approved', 'published', 'discarded')),
  policy_hash  text not null references rule_sets (hash),
  -- The whole problem as given to the engine, and its SHA-256.
  input        jsonb not null,
  input_hash   text not null,
  result       jsonb not null,
  result_hash  text not null,
  -- { seed, method }: where lottery numbers came from; null where none were needed.
  lottery      jsonb,
  -- Totals for lists: { applicants, placed, catchment, overall, unplaced }.
  summary      jsonb not null,
  created_by   uuid not null references accounts (id),
  created_at   timestamptz not null,
  approved_by  uuid references accounts (id),
  approved_at  timestamptz,
  published_by uuid references accounts (id),
  published_at timestamptz,
  discarded_reason text,
  check (kind = 'draft' or state in ('ready', 'discarded')),
  check (approved_by is null or approved_by <> created_by),
  check ((state = 'published') = (published_at is not null)),
  check (state <> 'published' or approved_by is not null)
);
create unique index placement_runs_one_published on placement_runs (season_id) where state = 'published';

-- A seat is a row: it can be given once, and a child can hold one.
create table seats (
  season_id      text not null references seasons (id),
  school_id      text not null references schools (id),
  number         integer not null check (number > 0),
  application_id uuid not null unique references applications (id),
  child_key      text not null,
  stage          text not null,
  entry_year     integer not null,
  run_id         uuid not null references placement_runs (id),
  given_at       timestamptz not null,
  primary key (season_id, school_id, number),
  unique (child_key, stage, entry_year)
);

-- What each application was told, and why.
create table outcomes (
  application_id uuid primary key references applications (id),
  run_id         uuid not null references placement_runs (id),
  school_id      text references schools (id),
  -- How it was reached: catchment, overall_placement, private, none.
  route          text not null,
  because        jsonb not null,
  published_at   timestamptz not null
);

-- The application and everything a family puts into it.

create table children (
  id         uuid primary key,
  account_id uuid not null references accounts (id),
  name       text not null check (char_length(name) between 1 and 60),
  id_kind    text not null check (id_kind in ('resident_id', 'hk_macao_permit', 'taiwan_permit', 'passport', 'birth_certificate')),
  id_number  text not null,
  sex        text not null check (sex in ('male', 'female')),
  birth_date date not null,
  relation   text not null check (relation in ('father', 'mother', 'grandparent', 'other_guardian')),
  created_at timestamptz not null,
  unique (account_id, id_kind, id_number)
);

create table applications (
  id                 uuid primary key,
  season_id          text not null references seasons (id),
  district           text not null,
  stage              text not null,
  entry_year         integer not null,
  child_id           uuid not null references children (id),
  -- id_kind ':' id_number of the child: the same child under two accounts has the same key.
  child_key          text not null,
  account_id         uuid not null references accounts (id),
  state              text not null check (state in ('draft', 'submitted', 'needs_material', 'endorsed', 'eligible', 'refused', 'withdrawn',
                                                    'placed', 'not_placed', 'accepted', 'declined', 'reported', 'not_reported')),
  -- Raised by every change; a writer who read an older one is told.
  version            integer not null default 1,
  -- How often it was submitted.
  revision           integer not null default 0,
  -- The family's working copy; the last submitted copy stays in force until the next submit.
  draft              jsonb not null,
  declared           jsonb,
  -- What the policy said of the declared facts: category, rank, checks, trace.
  assessment         jsonb,
  -- Where the address lies: result, schools, basis.
  location           jsonb,
  category_id        text,
  category_order     integer,
  -- The public school that reviews it: the catchment's, or the one a person chose; null: the district.
  school_id          text references schools (id),
  late               boolean not null default false,
  receipt_no         text unique,
  -- Key the client sent with its last submit: a repeated request finds its answer.
  submission_key     text,
  -- Until when a correction is allowed after the window: set by a request for material or a refusal.
  cure_until         timestamptz,
  first_submitted_at timestamptz,
  submitted_at       timestamptz,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  check ((state = 'draft') or (state = 'withdrawn') or (declared is not null and receipt_no is not null))
);
-- One live application per child, stage and year, whoever submits it.
create unique index applications_one_live_per_child on applications (child_key, stage, entry_year)
  where state not in ('draft', 'withdrawn');
-- One open draft per account and child.
create unique index applications_one_draft on applications (account_id, child_key, stage, entry_year) where state = 'draft';
create index applications_by_account on applications (account_id);
create index applications_worklist on applications (season_id, state, submitted_at);
create index applications_by_school on applications (school_id, state);
create sequence receipt_numbers;

create table application_events (
  id             bigint generated always as identity primary key,
  application_id uuid not null references applications (id),
  at             timestamptz not null,
  event          text not null,
  from_state     text not null,
  to_state       text not null,
  actor_account  uuid,
  actor_role     text not null,
  actor_organization text,
  -- Words and values for the timeline.
  detail         jsonb not null default '{}'
);
create index application_events_by_application on application_events (application_id, id);
create trigger application_events_keep before update or delete on application_events for each row execute function refuse_change();

create table evidence (
  id             uuid primary key,
  application_id uuid not null references applications (id),
  kind           text not null,
  file_name      text not null,
  media_type     text not null,
  bytes          integer not null check (bytes > 0),
  sha256         text not null,
  uploaded_by    uuid not null references accounts (id),
  uploaded_at    timestamptz not null,
  removed_at     timestamptz
);
create index evidence_by_application on evidence (application_id);

-- A second guardian asks to see a child's application; the first one, or the district, decides.
create table guardian_requests (
  id             uuid primary key,
  application_id uuid not null references applications (id),
  account_id     uuid not null references accounts (id),
  state          text not null check (state in ('requested', 'accepted', 'declined')),
  words          text not null default '',
  requested_at   timestamptz not null,
  decided_at     timestamptz,
  decided_by     uuid references accounts (id),
  unique (application_id, account_id)
);

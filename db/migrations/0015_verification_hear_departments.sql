-- Departments heard in earnest: every answer as received, outages with the days they give families, files in both directions.

alter table department_sources add column failing_since timestamptz;
comment on column department_sources.failing_since is 'the first failure since its last answer; null while it answers';

-- The question that was put last, and the one whose answer stands: check id '.' attempt.
alter table checks add column request_id text;
alter table checks add column answered_request text;
-- Why nobody is to blame for a pending check; null while it is simply under way.
alter table checks add column waiting_for text check (waiting_for in ('accepted', 'closed', 'busy', 'batch', 'exported'));
-- When it is asked next by itself; null: by a batch, or by nobody.
alter table checks add column ask_at timestamptz;
-- The source said two different things: a person looks.
alter table checks add column contradicted boolean not null default false;
create index checks_waiting on checks (kind, created_at) where state in ('pending', 'source_down');

create table department_answers (
  id          uuid primary key,
  kind        text not null references department_sources (kind),
  request_id  text not null,
  -- The check it belongs to; null where it answers nothing that was asked.
  check_id    uuid references checks (id),
  channel     text not null check (channel in ('gateway', 'callback', 'batch', 'reference')),
  received_at timestamptz not null,
  -- What it says; null where it cannot be read.
  says        text check (says in ('found', 'no_record')),
  -- The text as received, whatever it is.
  body        text not null,
  signature   text,
  key_id      text,
  nonce       text,
  verdict     text not null check (verdict in ('accepted', 'duplicate', 'contradiction', 'outdated', 'unasked',
                                               'bad_signature', 'malformed', 'other_question', 'stale')),
  check ((says is null) = (verdict in ('bad_signature', 'malformed', 'other_question', 'stale')))
);
create index department_answers_by_check on department_answers (check_id);
create index department_answers_by_kind on department_answers (kind, received_at desc);
-- A callback that is sent once more is refused.
create unique index department_answers_once on department_answers (key_id, nonce) where channel = 'callback';
create trigger department_answers_keep before update or delete on department_answers for each row execute function refuse_change();
create trigger department_answers_keep_all before truncate on department_answers for each statement execute function refuse_change();

create table department_outages (
  id       uuid primary key,
  kind     text not null references department_sources (kind),
  cause    text not null check (cause in ('officer', 'unreachable')),
  reason   text,
  began_at timestamptz not null,
  ended_at timestamptz,
  check (ended_at >= began_at)
);
create unique index department_outages_one_open on department_outages (kind) where ended_at is null;

-- One row for each working day on which a source failed a family: its deadline moved by one working day.
create table deadline_extensions (
  application_id uuid not null references applications (id),
  day            date not null,
  outage_id      uuid not null references department_outages (id),
  was            timestamptz not null,
  until          timestamptz not null,
  at             timestamptz not null,
  primary key (application_id, day),
  check (until > was)
);
create trigger deadline_extensions_keep before update or delete on deadline_extensions for each row execute function refuse_change();

-- Questions that went out as a file.
create table department_exports (
  id         uuid primary key,
  kind       text not null references department_sources (kind),
  created_by uuid not null references accounts (id),
  created_at timestamptz not null
);
create table department_export_rows (
  export_id  uuid not null references department_exports (id),
  line       integer not null,
  check_id   uuid not null references checks (id),
  request_id text not null unique,
  primary key (export_id, line)
);

-- Files that came in: looked through first, applied whole or not at all.
create table department_imports (
  id          uuid primary key,
  kind        text not null references department_sources (kind),
  -- Answers to questions, or a whole reference table.
  holds       text not null check (holds in ('answers', 'records')),
  file_name   text not null,
  sha256      text not null,
  -- [{ line, key, requestId, says, record, verdict, words }]
  rows        jsonb not null,
  uploaded_by uuid not null references accounts (id),
  uploaded_at timestamptz not null,
  applied_by  uuid references accounts (id),
  applied_at  timestamptz
);
create index department_imports_by_kind on department_imports (kind, uploaded_at desc);

-- What other departments say: their reference tables, and one check per application, revision and kind.

create table department_sources (
  kind       text primary key check (kind in ('household', 'property', 'lease', 'residence_permit', 'social_insurance',
                                              'business_licence', 'birth', 'civil_affairs', 'student_record')),
  name       text not null,
  name_en    text not null,
  available  boolean not null default true,
  reason     text,
  changed_at timestamptz not null
);

create table department_records (
  kind        text not null references department_sources (kind),
  key         text not null,
  record      jsonb not null,
  imported_at timestamptz not null,
  primary key (kind, key)
);

create table checks (
  id             uuid primary key,
  application_id uuid not null references applications (id),
  revision       integer not null,
  kind           text not null references department_sources (kind),
  state          text not null check (state in ('pending', 'matched', 'mismatch', 'no_record', 'source_down', 'manual')),
  -- Key and declared facts that were compared.
  question       jsonb not null,
  -- The answer as received; null until there is one.
  answer         jsonb,
  source         text,
  -- [{ field, zh, en, declared, recorded }]
  differences    jsonb not null default '[]',
  attempts       integer not null default 0,
  created_at     timestamptz not null,
  answered_at    timestamptz,
  -- A person's finding after looking at the evidence.
  resolution     text check (resolution in ('accepted', 'not_accepted')),
  resolved_by    uuid references accounts (id),
  resolved_at    timestamptz,
  resolution_words text,
  unique (application_id, revision, kind)
);
create index checks_open on checks (state) where state in ('pending', 'source_down');

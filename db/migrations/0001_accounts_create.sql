-- Who: organizations, accounts, sessions, phone codes; and what the platform keeps of its own.

create table organizations (
  id         text primary key,
  kind       text not null check (kind in ('city_bureau', 'district_bureau', 'school')),
  name       text not null,
  name_en    text not null,
  -- Region code of the district; null for the city bureau.
  district   text,
  parent_id  text references organizations (id),
  check ((kind = 'city_bureau') = (district is null))
);

create table accounts (
  id              uuid primary key,
  phone           text not null unique check (phone ~ '^1[0-9]{10}$'),
  name            text not null,
  role            text not null check (role in ('guardian', 'school_reviewer', 'district_reviewer', 'district_admin', 'city_officer', 'auditor')),
  organization_id text references organizations (id),
  language        text not null default 'zh' check (language in ('zh', 'en')),
  demo            boolean not null default false,
  created_at      timestamptz not null,
  disabled_at     timestamptz,
  check ((role = 'guardian') = (organization_id is null))
);
create index accounts_by_organization on accounts (organization_id);

-- Identities at an OpenID provider, bound to accounts by the phone number that the provider has verified.
create table oidc_identities (
  issuer     text not null,
  subject    text not null,
  account_id uuid not null references accounts (id),
  linked_at  timestamptz not null,
  primary key (issuer, subject)
);

create table oidc_attempts (
  state         text primary key,
  nonce         text not null,
  code_verifier text not null,
  return_to     text not null,
  created_at    timestamptz not null
);

create table sessions (
  -- SHA-256 of the token in the cookie: a copy of this table opens no session.
  token_hash bytea primary key,
  account_id uuid not null references accounts (id),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_by_account on sessions (account_id);

create table phone_codes (
  phone      text not null,
  issued_at  timestamptz not null,
  code_hash  bytea not null,
  expires_at timestamptz not null,
  attempts   integer not null default 0,
  used_at    timestamptz,
  primary key (phone, issued_at)
);

create table audit_entries (
  id              bigint generated always as identity primary key,
  at              timestamptz not null,
  actor_account   uuid,
  actor_role      text not null,
  organization_id text,
  action          text not null,
  subject_kind    text not null,
  subject_id      text not null,
  district        text,
  detail          jsonb not null default '{}',
  request_id      text not null
);
create index audit_entries_by_subject on audit_entries (subject_kind, subject_id);
create index audit_entries_by_district on audit_entries (district, at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% keeps history: rows are only added', tg_table_name;
end $$;
create trigger audit_entries_keep before update or delete on audit_entries for each row execute function refuse_change();
create trigger audit_entries_keep_all before truncate on audit_entries for each statement execute function refuse_change();

create table development_inbox (
  key   text primary key,
  phone text not null,
  text  text not null,
  at    timestamptz not null
);
create index development_inbox_by_time on development_inbox (at desc);

-- Facts about this installation, e.g. that the demo season was seeded.
create table installation (
  key   text primary key,
  value jsonb not null,
  at    timestamptz not null
);

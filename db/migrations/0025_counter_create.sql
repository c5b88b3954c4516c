-- Registration at a counter: a member of staff acts for a guardian who is present. Every change names both.

create table counter_sessions (
  -- Named by the helper's browser with every request; of no use without the helper's own session.
  id               uuid primary key,
  guardian_account uuid not null references accounts (id),
  guardian_name    text not null,
  helper_account   uuid not null references accounts (id),
  helper_name      text not null,
  organization_id  text not null references organizations (id),
  office           text not null,
  -- Null for a city office.
  district         text,
  -- Whose phone it is on which the family is reached.
  phone_of         text not null check (phone_of in ('guardian', 'relative')),
  -- How the guardian's presence was shown: a code sent to the phone of an account that there was, or a new account.
  shown_by         text not null check (shown_by in ('code', 'new_account')),
  opened_at        timestamptz not null,
  expires_at       timestamptz not null,
  ended_at         timestamptz
);
create index counter_sessions_by_office on counter_sessions (organization_id, opened_at desc);
create index counter_sessions_by_guardian on counter_sessions (guardian_account);

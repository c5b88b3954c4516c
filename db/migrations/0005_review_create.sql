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

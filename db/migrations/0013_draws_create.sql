-- Verifiable draws: what was announced, the parties' commitments and reveals, the public value, the transcript.

create table draws (
  -- Season and number, e.g. 320812-primary-2027-draw-1: named in commitments and in the announcement.
  id               text primary key,
  season_id        text not null references seasons (id),
  number           integer not null check (number > 0),
  state            text not null check (state in ('prepared', 'proposed', 'announced', 'committed', 'revealed',
                     'value_entered', 'source_failed', 'valued', 'drawn', 'sealed', 'withdrawn')),
  -- { source, form, publicAt, commitBy, revealBy, place }
  settings         jsonb not null,
  -- { transcript, reason } of the sealed draw that this one replaces; null for a first one.
  replaces         jsonb,
  -- What was published when the roster was frozen: roster, method, aggregate odds; null before.
  notice           jsonb,
  -- The frozen roster, one entry a line, each ended by a line break.
  roster           text,
  -- Canonical JSON of the engine's announcement, from the last commitment on, and its hash.
  announcement     text,
  announcement_hash text,
  public_value     text,
  public_value_at  timestamptz,
  -- Where anybody can look the value up.
  public_value_at_source text,
  -- The transcript file to the byte, and its hash.
  transcript       text,
  transcript_hash  text,
  prepared_by      uuid not null references accounts (id),
  prepared_at      timestamptz not null,
  proposed_by      uuid references accounts (id),
  announced_by     uuid references accounts (id),
  announced_at     timestamptz,
  value_by         uuid references accounts (id),
  value_confirmed_by uuid references accounts (id),
  failure_by       uuid references accounts (id),
  drawn_by         uuid references accounts (id),
  drawn_at         timestamptz,
  sealed_by        uuid references accounts (id),
  sealed_at        timestamptz,
  withdrawn_at     timestamptz,
  withdrawn_reason text,
  version          integer not null default 1,
  unique (season_id, number),
  -- Four eyes on what is announced, on the public value and on what is sealed.
  check (announced_by <> proposed_by),
  check (value_confirmed_by <> value_by),
  check (sealed_by <> drawn_by),
  check ((announced_at is null) = (notice is null) and (notice is null) = (roster is null)),
  check ((announcement is null) = (announcement_hash is null)),
  check (state not in ('committed', 'revealed', 'value_entered', 'source_failed', 'valued', 'drawn', 'sealed')
         or announcement is not null),
  check (state not in ('value_entered', 'valued', 'drawn', 'sealed') or public_value is not null),
  check (state not in ('drawn', 'sealed') or transcript is not null),
  check ((state = 'sealed') = (sealed_at is not null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null))
);
-- One draw of a season is under way at a time.
create unique index draws_one_live on draws (season_id) where state not in ('sealed', 'withdrawn');

-- Who commits to a value: a member of staff with an account, or a witness named here.
create table draw_parties (
  id            uuid primary key,
  draw_id       text not null references draws (id),
  position      integer not null check (position >= 0),
  name          text not null,
  capacity      text not null check (capacity in ('bureau', 'discipline', 'parents', 'notary', 'deputy', 'press', 'other')),
  account_id    uuid references accounts (id),
  commitment    text check (commitment ~ '^[0-9a-f]{64}$'),
  committed_at  timestamptz,
  nonce         text check (nonce ~ '^[0-9a-f]{64}$'),
  value         text,
  revealed_at   timestamptz,
  unique (draw_id, position),
  unique (draw_id, name),
  check ((commitment is null) = (committed_at is null)),
  check ((nonce is null) = (value is null) and (nonce is null) = (revealed_at is null)),
  check (nonce is null or commitment is not null)
);

-- The record of the ceremony: every step, and who was present.
create table draw_events (
  id                 bigint generated always as identity primary key,
  draw_id            text not null references draws (id),
  at                 timestamptz not null,
  event              text not null,
  from_state         text not null,
  to_state           text not null,
  actor_account      uuid,
  actor_role         text not null,
  actor_name         text,
  actor_organization text,
  detail             jsonb not null default '{}'
);
create index draw_events_by_draw on draw_events (draw_id, id);
create trigger draw_events_keep before update or delete on draw_events for each row execute function refuse_change();
create trigger draw_events_keep_all before truncate on draw_events for each statement execute function refuse_change();

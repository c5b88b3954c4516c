-- 好差评: how families rate a finished case, and the work orders that poor ratings open.

create table ratings (
  id             uuid primary key,
  -- One rating a case, and one follow-up.
  application_id uuid not null unique references applications (id),
  account_id     uuid not null references accounts (id),
  season_id      text not null references seasons (id),
  district       text not null,
  -- 5 very satisfied … 1 very dissatisfied.
  level          integer not null check (level between 1 and 5),
  -- { efficiency, guidance, convenience, platform }: 1 to 5 each; what was not answered is absent.
  aspects        jsonb not null default '{}',
  words          text not null default '',
  rated_at       timestamptz not null,
  follow_level   integer check (follow_level between 1 and 5),
  follow_words   text,
  followed_at    timestamptz,
  -- Words are shown to the public without a name once an officer has seen that they name nobody; null: not looked at.
  shown          boolean,
  shown_by       uuid references accounts (id),
  check ((follow_level is null) = (followed_at is null)),
  check ((shown is null) = (shown_by is null))
);
create index ratings_by_district on ratings (district, rated_at);

create table work_orders (
  id                  uuid primary key,
  rating_id           uuid not null unique references ratings (id),
  district            text not null,
  state               text not null check (state in ('open', 'contacted', 'fixed', 'closed')),
  version             integer not null default 1,
  opened_at           timestamptz not null,
  -- As the city's data said when it was opened.
  contact_working_days integer not null check (contact_working_days > 0),
  fix_working_days    integer not null check (fix_working_days > 0)
);
create index work_orders_worklist on work_orders (district, state);

create table work_order_events (
  id            bigint generated always as identity primary key,
  work_order_id uuid not null references work_orders (id),
  at            timestamptz not null,
  event         text not null check (event in ('open', 'contact', 'fix', 'call_back_content', 'call_back_unhappy')),
  actor_account uuid references accounts (id),
  words         text not null default ''
);
create index work_order_events_by_order on work_order_events (work_order_id, id);
create trigger work_order_events_keep before update or delete on work_order_events for each row execute function refuse_change();

-- What families are told: messages, admission notices.

create table messages (
  id             uuid primary key,
  account_id     uuid not null references accounts (id),
  -- The same key is written once, however often its event is handled.
  key            text not null unique,
  kind           text not null,
  title_zh       text not null,
  title_en       text not null,
  body_zh        text not null,
  body_en        text not null,
  application_id uuid references applications (id),
  at             timestamptz not null,
  read_at        timestamptz
);
create index messages_by_account on messages (account_id, at desc);

create table notices (
  id             uuid primary key,
  application_id uuid not null unique references applications (id),
  number         text not null unique,
  -- In the QR code: 128 random bits.
  token          text not null unique,
  school_id      text not null references schools (id),
  child_name     text not null,
  child_key      text not null,
  season_id      text not null references seasons (id),
  report_from    date not null,
  report_until   date not null,
  issued_at      timestamptz not null,
  revoked_at     timestamptz,
  revoked_reason text
);
create sequence notice_numbers;

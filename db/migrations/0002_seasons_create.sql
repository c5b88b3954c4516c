-- When and by which rules: rule sets by hash, seasons with their calendar; schools with their catchments.

create table rule_sets (
  -- SHA-256 of the sources.
  hash       text primary key,
  policy_id  text not null,
  version    text not null,
  title      text not null,
  -- [{ "file": …, "text": … }]: the file and those it extends, as they were loaded.
  sources    jsonb not null,
  loaded_at  timestamptz not null
);
create trigger rule_sets_keep before update or delete on rule_sets for each row execute function refuse_change();

create table seasons (
  id                     text primary key,
  district               text not null,
  stage                  text not null check (stage in ('primary', 'junior')),
  entry_year             integer not null check (entry_year between 2000 and 2100),
  name                   text not null,
  name_en                text not null,
  policy_hash            text not null references rule_sets (hash),
  registration_opens_at  timestamptz not null,
  registration_closes_at timestamptz not null,
  -- Late registration goes to overall placement; ends here.
  late_closes_at         timestamptz not null,
  results_expected_on    date not null,
  -- Set by publication, in the transaction that publishes.
  results_published_at   timestamptz,
  confirm_by             timestamptz not null,
  report_from            date not null,
  report_until           date not null,
  demo                   boolean not null default false,
  version                integer not null default 1,
  unique (district, stage, entry_year),
  check (registration_opens_at < registration_closes_at),
  check (registration_closes_at <= late_closes_at),
  check (report_from <= report_until)
);

create table schools (
  id         text primary key references organizations (id),
  -- National school code where known; demo codes start with D.
  code       text not null unique,
  name       text not null,
  name_en    text not null,
  district   text not null,
  stage      text not null check (stage in ('primary', 'junior', 'nine_year')),
  ownership  text not null check (ownership in ('public', 'private')),
  -- A planned school has a catchment before it has a building or a final name.
  status     text not null check (status in ('open', 'planned', 'closed')),
  address    text not null,
  phone      text not null,
  lng        double precision,
  lat        double precision,
  introduction text not null default '',
  -- Invented for demonstration.
  invented   boolean not null default false
);
create index schools_by_district on schools (district, stage);

create table catchments (
  id             uuid primary key,
  school_id      text not null references schools (id),
  stage          text not null check (stage in ('primary', 'junior')),
  campus         text not null default '',
  zone           text not null,
  note           text not null default '',
  source         text not null,
  effective_from date not null,
  effective_to   date,
  invented       boolean not null default false,
  check (effective_to is null or effective_to >= effective_from)
);
create index catchments_by_school on catchments (school_id);

-- Renamed roads, merged townships, other spellings: former → current.
create table place_names (
  district text not null,
  former   text not null,
  current  text not null,
  source   text not null,
  primary key (district, former)
);

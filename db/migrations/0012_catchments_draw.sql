-- Catchments as versions with drawn areas, changed by two officers; where addresses lie; what officers found; base maps.

alter table catchments
  -- GeoJSON Polygon or MultiPolygon in WGS 84; null while nobody has drawn it.
  add column area        jsonb,
  add column area_source text not null default '',
  -- The version that took this one's place before it came into force.
  add column replaced_by uuid references catchments (id),
  -- The change that made this version; null where it came with the city's data.
  add column change_id   uuid;

create table catchment_changes (
  id             uuid primary key,
  district       text not null,
  stage          text not null check (stage in ('primary', 'junior')),
  state          text not null check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
  -- First day on which the new versions hold.
  effective_from date not null,
  reason         text not null,
  -- Why a season in progress is changed all the same; empty where none is.
  season_reason  text not null default '',
  -- [{ schoolId, campus, basedOn, zone, note, source, area, areaSource }]
  items          jsonb not null,
  proposed_by    uuid not null references accounts (id),
  proposed_at    timestamptz not null,
  decided_by     uuid references accounts (id),
  decided_at     timestamptz,
  decision_words text not null default '',
  version        integer not null default 1,
  check ((state = 'proposed') = (decided_at is null)),
  -- Four eyes.
  check (state not in ('approved', 'refused') or decided_by <> proposed_by)
);
create index catchment_changes_by_district on catchment_changes (district, stage, proposed_at);

-- Where addresses lie, by the bureau's list of standard addresses. WGS 84.
create table address_points (
  district text not null,
  -- Place, number and building as the catchment engine writes them.
  key      text not null,
  address  text not null,
  lng      double precision not null,
  lat      double precision not null,
  source   text not null,
  primary key (district, key)
);

-- What an officer found for an address that neither words nor drawing decide.
create table address_findings (
  id         uuid primary key,
  district   text not null,
  stage      text not null check (stage in ('primary', 'junior')),
  key        text not null,
  address    text not null,
  school_id  text not null references schools (id),
  campus     text not null default '',
  lng        double precision,
  lat        double precision,
  reason     text not null,
  -- What words and drawing said when it was found.
  basis      text not null,
  found_by   uuid not null references accounts (id),
  found_at   timestamptz not null,
  revoked_by uuid references accounts (id),
  revoked_at timestamptz,
  revoke_reason text,
  check ((lng is null) = (lat is null)),
  check ((revoked_by is null) = (revoked_at is null))
);
create unique index address_findings_in_force on address_findings (district, stage, key) where revoked_at is null;

-- GeoJSON under the drawn catchments: the area they must cover, roads, water.
create table base_layers (
  district    text not null,
  kind        text not null check (kind in ('extent', 'road', 'water')),
  features    jsonb not null,
  source      text not null,
  invented    boolean not null default false,
  imported_by uuid references accounts (id),
  imported_at timestamptz not null,
  primary key (district, kind)
);

-- An address that is located anew changes the facts of a submission; what the family saw stays its first assessment.
alter table assessments
  drop constraint assessments_basis_check,
  drop constraint assessments_check,
  add constraint assessments_basis_check check (basis in ('declared', 'located', 'departments', 'review')),
  add constraint assessments_facts_check check ((basis in ('declared', 'located')) = (facts is not null));

-- Placement as it is lived: runs in the background, and what happens after publication (objections, corrections, waiting lists).

-- Until when objections are heard (null: no period), how many days a family has to take an offered seat, and since when
-- the published list is final.
alter table seasons
  add column objections_until timestamptz,
  add column offer_days       integer not null default 3 check (offer_days between 1 and 30),
  add column results_final_at timestamptz;

-- A run is asked for, works in the background, and may be cancelled; what it found comes with its end.
alter table placement_runs
  alter column input drop not null,
  alter column input_hash drop not null,
  alter column result drop not null,
  alter column result_hash drop not null,
  alter column summary drop not null,
  drop constraint placement_runs_kind_check,
  drop constraint placement_runs_state_check,
  drop constraint placement_runs_check,
  -- Simulations may look ahead at applications that are still under review.
  add column include_under_review boolean not null default false,
  -- 64 hexadecimal digits of the run's own, from which numbers follow where no draw was sealed.
  add column seed        text not null default '',
  -- { step }: how far it has come.
  add column progress    jsonb,
  -- Whoever works on the run holds it until then; a run left behind by a stopped server is taken up again.
  add column held_until  timestamptz,
  add column failure     text,
  -- Demand, fill and cut-off of every school, for charts: what viewing a run reads.
  add column report      jsonb;
update placement_runs set report = '[]', seed = coalesce(lottery ->> 'seed', '');
alter table placement_runs
  -- Supplementary: places, after publication, who has no seat yet into what is free.
  add constraint placement_runs_kind check (kind in ('simulation', 'draft', 'supplementary')),
  add constraint placement_runs_state
    check (state in ('running', 'cancelled', 'failed', 'ready', 'approved', 'published', 'discarded')),
  add constraint placement_runs_simulations_stay_inside check (kind <> 'simulation' or state not in ('approved', 'published')),
  add constraint placement_runs_whole check (
    state in ('running', 'cancelled', 'failed')
    or (input is not null and input_hash is not null and result is not null and result_hash is not null
        and summary is not null and report is not null));
drop index placement_runs_one_published;
create unique index placement_runs_one_published on placement_runs (season_id) where state = 'published' and kind = 'draft';
create unique index placement_runs_one_running on placement_runs (season_id) where state = 'running';

-- `seats` holds who sits where now; this holds how it came to be, and is only added to.
create table seat_moves (
  id             bigint generated always as identity primary key,
  season_id      text not null references seasons (id),
  application_id uuid not null references applications (id),
  from_school_id text references schools (id),
  to_school_id   text references schools (id),
  cause          text not null check (cause in ('run', 'declined', 'offer', 'correction', 'supplementary', 'appeal')),
  -- The run, offer or correction; null for a family that declined, and for appeals.
  cause_id       uuid,
  at             timestamptz not null,
  check (from_school_id is distinct from to_school_id)
);
create index seat_moves_by_season on seat_moves (season_id, id);
create trigger seat_moves_keep before update or delete on seat_moves for each row execute function refuse_change();

-- The waiting list of a school in its fixed order.
create table waiting_places (
  season_id      text not null references seasons (id),
  school_id      text not null references schools (id),
  place          integer not null check (place > 0),
  application_id uuid not null references applications (id),
  -- Same for bound twins, who go together or wait together.
  together       text,
  primary key (season_id, school_id, place),
  unique (season_id, school_id, application_id)
);
create index waiting_places_by_application on waiting_places (application_id);

-- A seat that came free and is offered to the next on the list.
create table offers (
  id             uuid primary key,
  season_id      text not null references seasons (id),
  school_id      text not null references schools (id),
  application_id uuid not null references applications (id),
  state          text not null check (state in ('open', 'taken', 'declined', 'expired', 'withdrawn')),
  offered_at     timestamptz not null,
  answer_until   timestamptz not null,
  answered_at    timestamptz,
  check ((state = 'open') = (answered_at is null))
);
create unique index offers_one_open on offers (application_id) where state = 'open';
create index offers_by_season on offers (season_id, school_id);
create index offers_due on offers (answer_until) where state = 'open';

-- Objections to a published list, by a family or entered by an officer for someone who came in person.
create table objections (
  id             uuid primary key,
  season_id      text not null references seasons (id),
  application_id uuid not null references applications (id),
  words          text not null,
  raised_by      uuid not null references accounts (id),
  raised_as      text not null check (raised_as in ('family', 'officer')),
  raised_at      timestamptz not null,
  state          text not null check (state in ('open', 'upheld', 'rejected')),
  answer         text,
  answered_by    uuid references accounts (id),
  answered_at    timestamptz,
  check ((state = 'open') = (answered_at is null)),
  check ((state = 'open') = (answer is null)),
  check (answered_by is null or answered_by <> raised_by)
);
create unique index objections_one_open on objections (application_id) where state = 'open';
create index objections_by_season on objections (season_id, raised_at);

-- A published list changes only by a correction: what was wrong, on what evidence, proposed by one, approved by another.
create table corrections (
  id            uuid primary key,
  season_id     text not null references seasons (id),
  run_id        uuid not null references placement_runs (id),
  objection_id  uuid references objections (id),
  state         text not null check (state in ('proposed', 'approved', 'rejected')),
  wrong         text not null,
  evidence      text not null,
  -- { applicants: [{ id, set }], schools: [{ id, seats }] }: what of the run's input is put right.
  amendment     jsonb not null,
  -- False: others keep what they have, and who is corrected may sit above the plan.
  moves_others  boolean not null,
  -- [{ applicationId, from, to, concerned }]: everybody whom it touches, as approved.
  effects       jsonb not null,
  proposed_by   uuid not null references accounts (id),
  proposed_at   timestamptz not null,
  decided_by    uuid references accounts (id),
  decided_at    timestamptz,
  check (decided_by is null or decided_by <> proposed_by)
);
create unique index corrections_one_open on corrections (season_id) where state = 'proposed';
create index corrections_by_season on corrections (season_id, proposed_at);

-- A corrected child gets a new letter; of its letters one holds.
alter table notices drop constraint notices_application_id_key;
create unique index notices_one_valid on notices (application_id) where revoked_at is null;

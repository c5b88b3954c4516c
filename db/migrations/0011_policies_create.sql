-- How rules come about: drafts in work, proposals for a season that a second officer decides, whom a change touches,
-- and simulations.

create table policy_drafts (
  id           uuid primary key,
  -- The district that works on it; null: the city.
  district     text,
  title        text not null,
  -- [{ "file": …, "text": … }]: the file that is written first, then those that it extends.
  sources      jsonb not null,
  -- What it was begun from; null when it was begun from an uploaded file.
  begun_from   text references rule_sets (hash),
  -- The rule set that its text makes; null while the text has faults.
  hash         text references rule_sets (hash),
  -- [{ file, line, column, code, words }]
  faults       jsonb not null,
  version      integer not null default 1,
  created_by   uuid not null references accounts (id),
  created_at   timestamptz not null,
  updated_by   uuid not null references accounts (id),
  updated_at   timestamptz not null,
  discarded_at timestamptz,
  check ((hash is null) = (jsonb_array_length(faults) > 0))
);
create index policy_drafts_by_district on policy_drafts (district) where discarded_at is null;

create table policy_proposals (
  id            uuid primary key,
  season_id     text not null references seasons (id),
  state         text not null check (state in ('proposed', 'approved', 'rejected', 'withdrawn')),
  before_hash   text not null references rule_sets (hash),
  after_hash    text not null references rule_sets (hash),
  -- Registration had begun when it was proposed: families rely on the rules, a reason is owed.
  mid_season    boolean not null,
  reason        text not null,
  proposed_by   uuid not null references accounts (id),
  proposed_at   timestamptz not null,
  decided_by    uuid references accounts (id),
  decided_at    timestamptz,
  -- Why it was rejected; what the approver adds.
  decided_words text,
  -- Applications compared and touched when it was approved.
  compared      integer,
  touched       integer,
  check (before_hash <> after_hash),
  check (not mid_season or char_length(btrim(reason)) >= 4),
  check ((state = 'proposed') = (decided_at is null)),
  check ((decided_at is null) = (decided_by is null)),
  -- Two pairs of eyes: who proposed cannot decide, only take it back.
  check (state not in ('approved', 'rejected') or decided_by <> proposed_by),
  check (state <> 'withdrawn' or decided_by = proposed_by)
);
create unique index policy_proposals_one_open on policy_proposals (season_id) where state = 'proposed';
create index policy_proposals_by_season on policy_proposals (season_id, proposed_at);

-- Whom an approved change touches; written with the approval.
create table policy_touched (
  proposal_id    uuid not null references policy_proposals (id),
  application_id uuid not null references applications (id),
  -- Results in brief under the two rule sets, and the difference in words with its reasons.
  before         jsonb not null,
  after          jsonb not null,
  words          text not null,
  because        jsonb not null,
  -- waiting: to be assessed again by the system; reassessed: it was; for_person: decided already, a person looks at it;
  -- settled: a person did.
  state          text not null check (state in ('waiting', 'reassessed', 'for_person', 'settled')),
  settled_by     uuid references accounts (id),
  settled_at     timestamptz,
  settled_words  text,
  primary key (proposal_id, application_id),
  check ((state = 'settled') = (settled_by is not null))
);
create index policy_touched_open on policy_touched (proposal_id) where state in ('waiting', 'for_person');

create table policy_simulations (
  id           uuid primary key,
  season_id    text not null references seasons (id),
  hash         text not null references rule_sets (hash),
  -- Also count whose result changes from this rule set; null: do not compare.
  compared_to  text references rule_sets (hash),
  -- Who is simulated, on which seats: see `simulationSettings` of the contract.
  settings     jsonb not null,
  state        text not null check (state in ('waiting', 'running', 'done', 'failed')),
  -- Families evaluated so far, of how many.
  progress     integer not null default 0,
  total        integer not null default 0,
  result       jsonb,
  -- Why it failed, in words.
  fault        text,
  created_by   uuid not null references accounts (id),
  created_at   timestamptz not null,
  finished_at  timestamptz,
  check ((state = 'done') = (result is not null)),
  check ((state = 'failed') = (fault is not null)),
  check ((state in ('done', 'failed')) = (finished_at is not null))
);
create index policy_simulations_by_season on policy_simulations (season_id, created_at);

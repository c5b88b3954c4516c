-- Every assessment of a submission: of the declared facts, again with what departments know, and as found in review.

create table assessments (
  id             bigint generated always as identity primary key,
  application_id uuid not null references applications (id),
  revision       integer not null,
  basis          text not null check (basis in ('declared', 'departments', 'review')),
  -- The declared facts in the policy's form; only of the first assessment of a revision.
  facts          jsonb,
  -- What was learned apart from them: [{ path, value, by, source, date }].
  learned        jsonb not null default '[]',
  assessment     jsonb not null,
  category_id    text,
  -- A reviewer's finding: { categoryId, naturalId, words, evidence }, and whose it is.
  finding        jsonb,
  assessed_by    uuid references accounts (id),
  assessed_at    timestamptz not null,
  check ((basis = 'declared') = (facts is not null)),
  check ((basis = 'review') = (finding is not null and assessed_by is not null))
);
create index assessments_by_application on assessments (application_id, revision, id);
-- What the family saw when it submitted: once a revision.
create unique index assessments_one_declared on assessments (application_id, revision) where basis = 'declared';
create trigger assessments_keep before update or delete on assessments for each row execute function refuse_change();

-- applications.assessment is the assessment in force.
update applications set assessment = assessment || '{"basis": "declared", "difference": null}' where assessment is not null;

-- What a reviewer read from the papers besides accepting them: [{ path, value }].
alter table checks add column found jsonb not null default '[]';

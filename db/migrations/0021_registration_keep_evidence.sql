-- Evidence in earnest: what a file turned out to be, in which order pages lie, what the scanner said, who looked, and when it went.

-- Files of before are named by their SHA-256; since then by a keyed hash, so that equal files of two families differ.
alter table evidence rename column sha256 to stored_as;
-- Chosen by the client for one upload: the same upload sent again finds its file.
alter table evidence add column upload_key text;
create unique index evidence_once on evidence (application_id, upload_key);
-- Order among the files of one kind; equal: by the time of upload.
alter table evidence add column position integer not null default 0;
-- As stored: pictures have a size, PDFs a number of pages; null for files of before.
alter table evidence add column width integer check (width > 0);
alter table evidence add column height integer check (height > 0);
alter table evidence add column pages integer check (pages > 0);
-- off: no scanner was set up when it came.
alter table evidence add column scan text not null default 'off' check (scan in ('off', 'waiting', 'clean', 'infected'));
alter table evidence add column scanned_at timestamptz;
-- What the scanner calls it.
alter table evidence add column finding text;
alter table evidence add constraint evidence_finding check ((scan = 'infected') = (finding is not null));
-- The bytes are gone, and why; the row stays as the record of it.
alter table evidence add column deleted_at timestamptz;
alter table evidence add column deleted_because text
  check (deleted_because in ('retention', 'draft', 'withdrawn', 'taken_back', 'infected'));
alter table evidence add constraint evidence_deleted check ((deleted_at is null) = (deleted_because is null));
create index evidence_waiting on evidence (uploaded_at) where scan = 'waiting' and deleted_at is null;
create index evidence_kept on evidence (application_id) where deleted_at is null;

-- Every time the bytes of a family's file were shown to someone else.
create table evidence_views (
  id             bigint generated always as identity primary key,
  evidence_id    uuid not null references evidence (id),
  application_id uuid not null references applications (id),
  at             timestamptz not null,
  account_id     uuid not null references accounts (id),
  role           text not null,
  -- The office as it was called then; null for a second guardian.
  organization   text,
  purpose        text not null check (purpose in ('review', 'appeal', 'audit', 'family'))
);
create index evidence_views_by_application on evidence_views (application_id, id);
create trigger evidence_views_keep before update or delete on evidence_views for each row execute function refuse_change();

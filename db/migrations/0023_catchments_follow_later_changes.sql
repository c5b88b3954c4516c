-- When the applications of a season under way have been located anew by an approved change; null until its day has come.
alter table catchment_changes add column followed_at timestamptz;
update catchment_changes set followed_at = decided_at where state = 'approved' and effective_from <= current_date;

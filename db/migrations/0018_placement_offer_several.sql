-- A child on two waiting lists may be offered a seat at both schools at once; taking one withdraws the other.

drop index offers_one_open;
create unique index offers_one_open on offers (application_id, school_id) where state = 'open';

-- One row per file that the last release read: its name, and how it was called outside the restricted zone.
-- Filled from the list of files of that run; empty if there is none.
-- scope: registry
select
    null::varchar as source_file,
    null::varchar as shown_file,
where false

-- or_as_sent: what the SQL of a source computed of a cell, as text, or the cell as it stands where nothing could be computed: staging then
-- finds it unreadable, and it never looks like a blank.
create or replace macro or_as_sent(computed, cell) as coalesce(computed::varchar, cell);

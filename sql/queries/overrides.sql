-- One row per value that a person gave in the place of a cell: whether it holds tonight.
-- It holds only while the cell has the text that it had when the value was given. Where the hospital sends the value itself by now, it has
-- done its work; where it sends a third one, the query asks again.
-- scope: registry
select
    g.query_no,
    g."table",
    g.patient,
    g.field,
    g.new_value,
    g.made_by,
    g.day,
    case
        when bool_or(c.cell_digest = g.old_digest) then 'in force'
        when bool_or(coalesce(c.cell, '') = g.new_value) then 'sent so by now'
        when count(c.row_key) > 0 then 'another value is sent'
        else 'the row is no longer sent'
    end as outcome,
    min(c.cell_digest) as sent_digest,
from queries.given_values as g
left join queries.given_cells as c on g.query_no = c.query_no and g.field = c.field
group by g.query_no, g."table", g.patient, g.field, g.old_digest, g.new_value, g.made_by, g.day

-- One row per raw cell in which a value that a person gave stands tonight, in the place of what was sent.
-- scope: registry
select
    g."table",
    c.row_key,
    g.field,
    g.new_value,
    g.query_no,
    g.made_by,
    g.day,
from queries.given_values as g
inner join queries.given_cells as c on g.query_no = c.query_no and g.field = c.field and g.old_digest = c.cell_digest
order by g."table", c.row_key, g.field, g.query_no

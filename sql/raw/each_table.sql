-- One row per physical row of the extracts of a table: every cell as text, with its file, sheet and row, named by its content.
-- The key is the md5 of the cells and of a secret, without which a cell that is not released (a day of birth) could be tried out;
-- exact copies are told apart by #2, #3 … in the order of their files. Of two rows that are
-- alike because a cell of one was blanked when it was de-identified, the other one counts.
-- each_table stands for the name of a staged table and each_cell for the cells of its contract: the rows are named where they stand.
-- scope: registry
with
rows_with_content as (
    select
        r.*,
        md5(concat_ws(chr(31), getvariable('row_secret'), each_cell)) as content,
    from raw.each_table as r
),

rows_with_copy as (
    select
        *,
        row_number() over (partition by content order by has_identifier, source_file, sheet, source_row) as copy,
    from rows_with_content
)

select * exclude (content, copy) replace (content || case when copy = 1 then '' else '#' || copy end as row_key)
from rows_with_copy

-- One row per file and sheet with a row on the review page, numbered: the page names each once.
-- scope: registry
select
    r.source_file,
    r.sheet,
    row_number() over (order by r.source_file, r.sheet) as file_no,
from queries.reviewed_rows as r
group by r.source_file, r.sheet

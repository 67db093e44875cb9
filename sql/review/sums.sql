-- One row per read with a sum (patient, course, exam, reader) and criterion: the sum, and with what the review page compares it.
-- Up to pr_mm it would be a partial response, from pd_mm on progression; the nadir is the smallest sum before this exam. A read in
-- quarantine shows the sum as recorded, and is compared with nothing.
-- Citation: sql/reference/response_criteria.csv, row by row.
-- scope: registry
with
compared as (
    select
        s.patient_id as patient,
        s.course,
        c.label as criterion,
        c.order_no,
        s.reader_id as reader,
        coalesce(r.recorded_overall_response, case when s.is_baseline then 'BL' end) as response,
        s.measured_targets as detail,
        s.sum_mm,
        s.baseline_mm,
        s.nadir_mm,
        s.baseline_mm * (1 - c.pr_decrease_pct / 100) as pr_mm,
        greatest(s.nadir_mm * (1 + c.pd_increase_pct / 100), s.nadir_mm + c.pd_min_abs_mm) as pd_mm,
        s.exam_date as day,
        left(s.row_key, length(s.row_key) - length(c.key_ending)) as source_row_key,
    from cohort.target_sums as s
    inner join reference.study_criteria as c on s.criterion = c.criterion
    left join cohort.read_responses as r on s.row_key = r.row_key
),

quarantined as (
    select
        q.patient_id as patient,
        q.course,
        c.label as criterion,
        c.order_no,
        q.reader_id as reader,
        q.overall_response as response,
        null as detail,
        case c.diameter when 'viable' then q.sum_viable_mm when 'total' then q.sum_total_mm end as sum_mm,
        null::double as baseline_mm,
        null::double as nadir_mm,
        null::double as pr_mm,
        null::double as pd_mm,
        q.exam_date as day,
        q.row_key as source_row_key,
    from quarantine.imaging_reads as q
    cross join reference.study_criteria as c
    where q.exam_date is not null
),

read_by_read as (
    from compared
    union all
    from quarantined
)

select
    s.patient,
    s.course,
    s.criterion,
    s.reader,
    s.response,
    s.detail,
    r.query_nos,
    f.file_no,
    r.source_row,
    s.order_no,
    round(s.sum_mm, 1) as sum_mm,
    round(s.baseline_mm, 1) as baseline_mm,
    round(s.nadir_mm, 1) as nadir_mm,
    round(s.pr_mm, 1) as pr_mm,
    round(s.pd_mm, 1) as pd_mm,
    r.is_quarantined,
    s.day,
from read_by_read as s
inner join queries.reviewed_rows as r on s.source_row_key = r.row_key and r."table" = 'imaging_reads'
inner join queries.reviewed_files as f on r.source_file = f.source_file and r.sheet is not distinct from f.sheet
where s.sum_mm is not null

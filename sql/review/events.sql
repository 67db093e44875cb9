-- One row per thing on the timeline of a patient of the review page: its lane, its days, what it says, and the row that says so.
-- Rows are shown as staged, those in quarantine among them, for most queries speak of them; lines of therapy, cycles and the index day
-- are those of the cohort. A lesion is on the timeline where a query is about it. What has no day that can be read has none here.
-- A track is a lane within a lane: the reader of an exam.
-- scope: registry
with
lines as (
    select
        t.patient_id as patient,
        'lines' as lane,
        null as track,
        t.therapy || case when t.line_no is null then '' else ' L' || t.line_no end as label,
        count(distinct t.treatment_date) || ' d' as detail,
        null as "table",
        null as row_key,
        min(t.treatment_date) as first_date,
        max(t.treatment_date) as last_date,
    from cohort.therapy_lines as t
    group by t.patient_id, t.therapy, t.line_no
),

doses_of_cycles as (
    select
        d.patient_id,
        d.treatment,
        d.cycle_no,
        string_agg(
            concat_ws(' ', lower(d.drug), format('{:g}', d.given_mg) || ' mg', '(' || round(d.relative_dose_pct)::bigint || ' %)'), ', '
            order by d.drug
        ) as doses,
    from cohort.cycle_doses as d
    group by d.patient_id, d.treatment, d.cycle_no
),

cycles as (
    select
        c.patient_id as patient,
        'cycles' as lane,
        null as track,
        'C' || c.cycle_no as label,
        concat_ws(' · ', c.treatment, c.regimen, d.doses) as detail,
        null as "table",
        null as row_key,
        c.cycle_start_date as first_date,
        c.cycle_end_date as last_date,
    from cohort.treatment_cycles as c
    left join doses_of_cycles as d
        on c.patient_id = d.patient_id and c.treatment = d.treatment and c.cycle_no = d.cycle_no
),

doses as (
    select
        d.patient_id as patient,
        'doses' as lane,
        null as track,
        d.drug as label,
        concat_ws(' · ', 'C' || d.cycle_no || ' D' || d.day_no, format('{:g}', d.dose_mg) || ' mg', d.route) as detail,
        'drug_administrations' as "table",
        d.row_key,
        d.administration_date as first_date,
        null::date as last_date,
    from staging.drug_administrations as d
),

procedures as (
    select
        p.patient_id as patient,
        'procedures' as lane,
        null as track,
        p.procedure as label,
        p.detail,
        'procedures' as "table",
        p.row_key,
        p.procedure_date as first_date,
        null::date as last_date,
    from staging.procedures as p
),

reads as (
    select
        r.patient_id as patient,
        'exams' as lane,
        r.reader_id as track,
        coalesce(r.overall_response, case when r.timepoint = 0 then 'BL' end) as label,
        concat_ws(' · ', r.course, r.modality, 'T' || r.timepoint, r.exam_id) as detail,
        'imaging_reads' as "table",
        r.row_key,
        r.exam_date as first_date,
        null::date as last_date,
    from staging.imaging_reads as r
),

lesions as (
    select
        l.patient_id as patient,
        'lesions' as lane,
        l.reader_id as track,
        l.lesion_id as label,
        concat_ws(
            ' · ', l.role, l.organ, format('{:g}', l.viable_mm) || ' mm viable', format('{:g}', l.total_mm) || ' mm', l.exam_id
        ) as detail,
        'lesions' as "table",
        l.row_key,
        l.exam_date as first_date,
        null::date as last_date,
    from staging.lesions as l
    inner join queries.asked_rows as a on l.row_key = a.row_key and a."table" = 'lesions'
),

visits as (
    select
        v.patient_id as patient,
        'visits' as lane,
        null as track,
        'ECOG ' || v.ecog as label,
        concat_ws(
            ' · ', 'Child-Pugh ' || v.child_pugh_class, 'BCLC ' || v.bclc, format('{:g}', v.height_cm) || ' cm',
            format('{:g}', v.weight_kg) || ' kg'
        ) as detail,
        'assessments' as "table",
        v.row_key,
        v.assessment_date as first_date,
        null::date as last_date,
    from staging.assessments as v
),

adverse_events as (
    select
        e.patient_id as patient,
        'toxicity' as lane,
        null as track,
        concat_ws(' G', e.term, e.grade) as label,
        e.action as detail,
        'adverse_events' as "table",
        e.row_key,
        e.start_date as first_date,
        e.end_date as last_date,
    from staging.adverse_events as e
),

contacts as (
    select
        f.patient_id as patient,
        'contacts' as lane,
        null as track,
        f.vital_status as label,
        null as detail,
        'follow_up' as "table",
        f.row_key,
        f.last_contact_date as first_date,
        null::date as last_date,
    from staging.follow_up as f
),

deaths as (
    select
        f.patient_id as patient,
        'death' as lane,
        null as track,
        '†' as label,
        coalesce(f.death_cause_group, f.death_cause) as detail,
        'follow_up' as "table",
        f.row_key,
        f.death_date as first_date,
        null::date as last_date,
    from staging.follow_up as f
    where f.death_date is not null or f.death_date_status = 'unreadable'
),

recorded_progressions as (
    select
        f.patient_id as patient,
        'progression' as lane,
        null as track,
        'PD' as label,
        null as detail,
        'follow_up' as "table",
        f.row_key,
        f.progression_date as first_date,
        null::date as last_date,
    from staging.follow_up as f
    where f.progression_date is not null
),

diagnoses as (
    select
        p.patient_id as patient,
        'diagnosis' as lane,
        null as track,
        p.dx_code as label,
        concat_ws(' · ', p.sex, year(p.birth_date)) as detail,
        'patients' as "table",
        p.row_key,
        p.hcc_dx_date as first_date,
        null::date as last_date,
    from staging.patients as p
),

index_days as (
    select
        i.patient_id as patient,
        'index' as lane,
        null as track,
        i.index_treatment as label,
        null as detail,
        i.source_table as "table",
        null as row_key,
        i.index_date as first_date,
        null::date as last_date,
    from cohort.index_dates as i
),

things as (
    from lines
    union all
    from cycles
    union all
    from doses
    union all
    from procedures
    union all
    from reads
    union all
    from lesions
    union all
    from visits
    union all
    from adverse_events
    union all
    from contacts
    union all
    from deaths
    union all
    from recorded_progressions
    union all
    from diagnoses
    union all
    from index_days
)

select
    t.patient,
    t.lane,
    t.track,
    t.label,
    t.detail,
    r.query_nos,
    f.file_no,
    r.source_row,
    coalesce(r.is_quarantined, false) as is_quarantined,
    t.first_date,
    t.last_date,
from things as t
inner join queries.reviewed_patients as p on t.patient = p.patient
left join queries.reviewed_rows as r on t.row_key = r.row_key and t."table" = r."table"
left join queries.reviewed_files as f on r.source_file = f.source_file and r.sheet is not distinct from f.sheet

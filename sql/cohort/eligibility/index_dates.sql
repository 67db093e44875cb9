-- One row per patient who had an index treatment of the study: the day on which it began.
-- Where the study names regimens of the treatment, it begins with the first of their drugs (HAIC with fluorouracil and
-- cisplatin: cycle 1 day 1). All times are counted from this day. Of several rows of the day the evidence is the one whose
-- key comes first.
-- Citation: registry protocol (start of OS and PFS: the first day of the index treatment).
-- scope: patient
select
    treatment_rows.patient_id as row_key,
    treatment_rows.patient_id,
    treatment_rows.treatment as index_treatment,
    treatment_rows.source_table,
    treatment_rows.source_row_key,
    treatment_rows.treatment_date as index_date,
from cohort.treatment_rows as treatment_rows
inner join reference.study_index_treatments as study_index_treatments using (treatment)
where coalesce(list_contains(study_index_treatments.drugs, treatment_rows.given), true)
qualify
    row_number() over (
        partition by treatment_rows.patient_id order by treatment_rows.treatment_date, treatment_rows.source_row_key
    ) = 1

-- One row per patient who had another anticancer therapy after the index day: the first of them.
-- Further days of an index treatment of the study are not new.
-- Citation: admiralonco vignette, new anticancer therapy date (NACTDT).
-- scope: patient
select
    treatments.patient_id as row_key,
    treatments.patient_id,
    treatments.given as therapy,
    treatments.source_table,
    treatments.source_row_key,
    treatments.treatment_date as new_therapy_date,
from cohort.treatments as treatments
inner join cohort.index_dates as index_dates using (patient_id)
where
    treatments.treatment_date > index_dates.index_date
    and treatments.treatment not in (select study.treatment from reference.study_index_treatments as study)
qualify
    row_number() over (
        partition by treatments.patient_id order by treatments.treatment_date, treatments.source_row_key
    ) = 1

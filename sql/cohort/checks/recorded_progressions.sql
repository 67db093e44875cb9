-- One row per contact of a patient with an index date that records a progression, or a day free of it: both days beside the
-- index day.
-- Citation: registry protocol (times are counted from the index day).
-- scope: patient
select
    follow_up.row_key,
    follow_up.patient_id,
    follow_up.progression_date - index_dates.index_date as progression_day,
    follow_up.progression_free_date - index_dates.index_date as progression_free_day,
    index_dates.index_date,
    follow_up.progression_date,
    follow_up.progression_free_date,
from accepted.follow_up
inner join cohort.index_dates using (patient_id)
where follow_up.progression_date is not null or follow_up.progression_free_date is not null

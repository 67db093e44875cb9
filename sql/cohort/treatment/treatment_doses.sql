-- One row per accepted dose of a drug of an index treatment: its cycle, its day of the cycle, and the body on that day.
-- Supportive drugs that a regimen of the treatment has go with it. Where the site numbers no cycles, a new one begins after more
-- than 7 days without a dose (a session takes 3 to 5 days, cycles come every 3 weeks or later); doses of every day are one cycle
-- as long as they go on. Doses after the data cut-off are not of the study.
-- Citation: registry protocol; sql/reference/treatments.csv and regimens.csv, row by row.
-- scope: patient
with
doses as (
    select
        administrations.*,
        study.treatment,
        body_sizes.computed_bsa_m2,
        body_sizes.weight_kg,
    from accepted.drug_administrations as administrations
    left join cohort.treatment_rows as treatment_rows using (row_key)
    inner join reference.treatments as treatments
        on
            treatments.into_hepatic_artery = coalesce(administrations.route = 'HEPATIC_ARTERY', false)
            and coalesce(treatment_rows.treatment, treatments.treatment) = treatments.treatment
            and (
                treatment_rows.treatment is not null
                or (treatments.treatment, administrations.drug) in (
                    select (plans.treatment, plans.drug) from reference.study_plans as plans
                )
            )
    inner join reference.study_index_treatments as study on treatments.treatment = study.treatment
    left join cohort.body_sizes as body_sizes
        on
            administrations.patient_id = body_sizes.patient_id
            and administrations.administration_date = body_sizes.administration_date
    where coalesce(administrations.administration_date <= getvariable('data_cutoff'), true)
),

doses_with_session as (
    select
        *,
        coalesce(administration_date - lag(administration_date) over by_date > 7, true)::bigint as starts_session,
    from doses
    window by_date as (partition by patient_id, treatment order by administration_date, row_key)
),

doses_with_cycle as (
    select
        * exclude (cycle_no),
        coalesce(
            cycle_no,
            sum(starts_session) over (
                partition by patient_id, treatment order by administration_date, row_key
                rows between unbounded preceding and current row
            )
        )::bigint as cycle_no,
    from doses_with_session
)

select
    row_key,
    patient_id,
    treatment,
    drug,
    cycle_no,
    administration_date - min(administration_date) over same_cycle + 1 as cycle_day,
    dense_rank() over (partition by patient_id, treatment, cycle_no order by administration_date) as treatment_day,
    dose_mg,
    bsa_m2 as recorded_bsa_m2,
    computed_bsa_m2,
    weight_kg,
    reduction_reason is not null as has_reduction_reason,
    administration_date - (day_no - 1)::integer as day_1_by_number,
    administration_date,
from doses_with_cycle
window same_cycle as (partition by patient_id, treatment, cycle_no)

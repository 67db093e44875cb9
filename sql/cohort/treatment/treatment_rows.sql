-- One row per accepted drug administration or procedure that acts against the tumour: which treatment it is.
-- A drug is of the first treatment of the list that names it for its route and all of whose needed drugs the patient has had
-- by that day; else of the one that takes any other drug. Supportive drugs and ways of access are no treatment.
-- Citation: sql/reference/treatments.csv, drugs.csv and procedures.csv, row by row.
-- scope: patient
with
administrations as (
    select
        accepted_rows.*,
        coalesce(accepted_rows.route = 'HEPATIC_ARTERY', false) as goes_into_hepatic_artery,
    from accepted.drug_administrations as accepted_rows
    inner join reference.drugs as drugs on accepted_rows.drug = drugs.drug
    where drugs.kind = 'anticancer' and accepted_rows.administration_date is not null
),

administrations_with_drugs as (
    select
        *,
        list(drug) over (
            partition by patient_id, goes_into_hepatic_artery order by administration_date
            range between unbounded preceding and current row
        ) as drugs_by_then,
    from administrations
),

drugs_given as (
    select
        administrations.patient_id,
        administrations.row_key,
        'drug_administrations' as source_table,
        administrations.drug as given,
        administrations.administration_date as treatment_date,
        treatments.treatment,
        treatments.within,
        treatments.order_no,
        coalesce(list_contains(treatments.all_of, administrations.drug), true) as is_leading,
    from administrations_with_drugs as administrations
    inner join reference.treatments as treatments
        on
            administrations.goes_into_hepatic_artery = treatments.into_hepatic_artery
            and coalesce(list_contains(treatments.drugs, administrations.drug), true)
            and coalesce(list_has_all(administrations.drugs_by_then, treatments.all_of), true)
    qualify
        row_number() over (
            partition by administrations.row_key order by treatments.drugs is null, treatments.order_no
        ) = 1
),

procedures_done as (
    select
        procedures.patient_id,
        procedures.row_key,
        'procedures' as source_table,
        procedures.procedure as given,
        procedures.procedure_date as treatment_date,
        treatments.treatment,
        treatments.within,
        treatments.order_no,
        true as is_leading,
    from accepted.procedures as procedures
    inner join reference.treatments as treatments on procedures.procedure = treatments.procedure
    where procedures.procedure_date is not null
),

given_or_done as (
    select * from drugs_given
    union all
    select * from procedures_done
)

select
    row_key,
    patient_id,
    treatment,
    within,
    source_table,
    row_key as source_row_key,
    given,
    order_no as treatment_no,
    is_leading,
    treatment_date,
from given_or_done

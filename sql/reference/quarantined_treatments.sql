-- One row per treatment in quarantine: when it was given, and whether it may be an index treatment of the study.
-- What cannot be read of it may be anything, and so may what stands under the patient's number but for its zeros.
-- scope: patient
with
index_treatments as (
    select * from reference.treatments
    where treatment in (select study.treatment from reference.study_index_treatments as study)
)

select
    d.patient_id,
    d.drug as given,
    coalesce(
        bool_or(
            case
                when i.into_hepatic_artery then d.route is null or d.drug is null or d.route = 'HEPATIC_ARTERY'
                else
                    (d.route is null or d.route <> 'HEPATIC_ARTERY')
                    and (d.drug is null or coalesce(list_contains(i.drugs, d.drug), true))
            end
        ),
        false
    ) as may_be_index_treatment,
    d.administration_date as treatment_date,
from quarantine.drug_administrations as d
left join index_treatments as i on i.source = 'drug'
group by d.row_key, d.patient_id, d.drug, d.administration_date
union all
select
    p.patient_id,
    p."procedure" as given,
    coalesce(bool_or(i.treatment is not null and coalesce(i."procedure" = p."procedure", true)), false) as may_be_index_treatment,
    p.procedure_date as treatment_date,
from quarantine.procedures as p
left join index_treatments as i on i.source = 'procedure'
group by p.row_key, p.patient_id, p."procedure", p.procedure_date
union all
select
    u.patient_id,
    null::varchar as given,
    true as may_be_index_treatment,
    null::date as treatment_date,
from quarantine.numbers_without_zeros as u
where u.table_name in ('drug_administrations', 'procedures')

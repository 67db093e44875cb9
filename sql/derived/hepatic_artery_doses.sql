-- One row per dose into the hepatic artery that can be held against the body, beside the recorded and the computed body surface.
-- Of patients whose regimen is fluorouracil and cisplatin: another drug of another regimen has another plan. A drug that stands
-- twice on a day has no dose of its own (CR-004). A reason counts for its whole cycle. Which surface counts, and what share of
-- the plan the dose is, say the macros of sql/macros/formulas/dose_by_body_surface.sql.
-- Citation: registry protocol, fluorouracil 500 mg/m2 on days 1 to 3 and cisplatin 60 mg/m2 on day 2.
-- scope: patient
with
administrations as (
    select
        d.*,
        count(*) over (partition by d.patient_id, d.administration_date, d.drug, d.route) > 1 as stands_twice,
        bool_or(d.drug in ('OXALIPLATIN', 'LEUCOVORIN')) over (partition by d.patient_id) as has_other_regimen,
        bool_or(d.reduction_reason is not null) over (
            partition by d.patient_id, d.cycle_no, case when d.cycle_no is null then d.administration_date end
        ) as has_reason,
    from staging.drug_administrations as d
    where d.regimen = 'HAIC' and not is_copy(d.row_key)
)

select
    a.row_key,
    a.patient_id,
    a.drug,
    a.dose_mg,
    case when not is_impossible('bsa_m2', a.bsa_m2) then a.bsa_m2 end as recorded_m2,
    body_surface_area_m2(sizes.height_cm, sizes.weight_kg, getvariable('bsa_formula')) as computed_m2,
    a.has_reason,
from administrations as a
left join derived.body_sizes as sizes using (patient_id, administration_date)
where a.dose_mg > 0 and not a.stands_twice and not a.has_other_regimen

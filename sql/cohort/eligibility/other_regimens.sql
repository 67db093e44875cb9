-- One row per accepted dose of an index treatment whose drug is of other regimens than those of the study.
-- Where the study names no regimen of the treatment, any is one of the study, and there is no such row.
-- Citation: sql/reference/regimens.csv, row by row.
-- scope: patient
select
    administrations.row_key,
    administrations.patient_id,
    administrations.drug,
    administrations.row_key as source_row_key,
    administrations.administration_date,
from accepted.drug_administrations as administrations
where exists (
        select 1
        from reference.study_index_treatments as study
        inner join reference.treatments as treatments using (treatment)
        inner join reference.regimens as regimens using (treatment)
        where
            treatments.into_hepatic_artery = coalesce(administrations.route = 'HEPATIC_ARTERY', false)
            and regimens.drug = administrations.drug
            and not list_contains(study.drugs, administrations.drug)
    )

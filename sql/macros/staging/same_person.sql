-- others_like: the other patients with this date of birth, sex and day of diagnosis; NULL where there are none.
-- (Columns are renamed inside: an argument named like one of them would else be taken for the inner one.)
create or replace macro others_like(of_patient, of_birth, of_sex, of_diagnosis) as (
    select string_agg(distinct known_patient, ', ' order by known_patient)
    from (
        select
            p.patient_id as known_patient,
            p.birth_date as known_birth,
            p.sex as known_sex,
            p.hcc_dx_date as known_diagnosis,
        from staging.patients as p
    )
    where
        known_patient <> of_patient
        and known_birth = of_birth
        and known_sex = of_sex
        and known_diagnosis = of_diagnosis
);

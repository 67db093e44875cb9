-- others_like: the other patients with this date of birth and sex whose diagnosis may be of the same day; NULL where there are none.
-- is_one_day: whether two diagnoses, each between two days no more than a month apart, may be of one day.
-- (Columns are renamed inside: an argument named like one of them would else be taken for the inner one.)
create or replace macro is_one_day(one_from, one_until, other_from, other_until) as
    one_from <= other_until and other_from <= one_until and one_until - one_from <= 31 and other_until - other_from <= 31;

create or replace macro others_like(of_patient, of_birth, of_sex, of_dx_from, of_dx_until) as (
    select string_agg(distinct known_patient, ', ' order by known_patient)
    from (
        select
            p.patient_id as known_patient,
            p.birth_date as known_birth,
            p.sex as known_sex,
            p.hcc_dx_from as known_from,
            p.hcc_dx_until as known_until,
        from staging.patients as p
    )
    where
        known_patient <> of_patient
        and known_birth = of_birth
        and known_sex = of_sex
        and is_one_day(known_from, known_until, of_dx_from, of_dx_until)
);

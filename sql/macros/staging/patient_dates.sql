-- The dates of a patient that others are compared with. Where rows disagree the earliest counts: the conflict has its
-- own finding.
-- (Columns are renamed inside: an argument named patient_id would else be taken for the inner one.)
create or replace macro birth_date_of(of_patient) as (
    select min(known_date)
    from (
        select
            p.patient_id as known_patient,
            p.birth_date as known_date,
        from staging.patients as p
    )
    where known_patient = of_patient
);

create or replace macro diagnosis_date_of(of_patient) as (
    select min(known_date)
    from (
        select
            p.patient_id as known_patient,
            p.hcc_dx_date as known_date,
        from staging.patients as p
    )
    where known_patient = of_patient
);

create or replace macro death_date_of(of_patient) as (
    select min(known_date)
    from (
        select
            f.patient_id as known_patient,
            f.death_date as known_date,
        from staging.follow_up as f
    )
    where known_patient = of_patient
);

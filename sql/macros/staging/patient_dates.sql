-- The dates of a patient that others are compared with, from all rows as sent. Where rows disagree the earliest counts.
-- (Columns are renamed inside: an argument named patient_id would else be taken for the inner one.)
-- A birth after the diagnosis or in the future cannot be: the patient's own row has that finding and takes the others with it.
create or replace macro birth_date_of(of_patient) as (
    select min(known_date)
    from (
        select
            p.patient_id as known_patient,
            p.birth_date as known_date,
        from staging.patients as p
        where p.birth_date <= coalesce(p.hcc_dx_until, p.birth_date) and p.birth_date <= getvariable('as_of')
    )
    where known_patient = of_patient
);

-- The diagnosis was not made before this day: the day itself, or the first of the month or year that is known alone.
create or replace macro diagnosis_date_of(of_patient) as (
    select min(known_date)
    from (
        select
            p.patient_id as known_patient,
            p.hcc_dx_from as known_date,
        from staging.patients as p
    )
    where known_patient = of_patient
);

-- The death counts where the row says that the patient is dead, and not if a system filled the date in by itself. Where only
-- its month is known, the patient may have lived to the last day of it.
create or replace macro death_date_of(of_patient) as (
    select coalesce(min(known_date), last_day(min(known_month)))
    from (
        select
            f.patient_id as known_patient,
            f.death_date as known_date,
            f.death_month as known_month,
        from staging.follow_up as f
        where
            f.vital_status = 'DEAD'
            and coalesce(f.death_date, f.death_month) > date '1970-01-01'
            and coalesce(f.death_date, f.death_month) < date '9999-12-31'
    )
    where known_patient = of_patient
);

create or replace macro last_death_date_of(of_patient) as (
    select coalesce(max(known_date), last_day(max(known_month)))
    from (
        select
            f.patient_id as known_patient,
            f.death_date as known_date,
            f.death_month as known_month,
        from staging.follow_up as f
        where
            f.vital_status = 'DEAD'
            and coalesce(f.death_date, f.death_month) > date '1970-01-01'
            and coalesce(f.death_date, f.death_month) < date '9999-12-31'
    )
    where known_patient = of_patient
);

-- months_of_death_of: in how many months the patient died, by the rows that tell a day and those that tell a month.
create or replace macro months_of_death_of(of_patient) as (
    select count(distinct date_trunc('month', known_date))
    from (
        select
            f.patient_id as known_patient,
            coalesce(f.death_date, f.death_month) as known_date,
        from staging.follow_up as f
        where f.vital_status = 'DEAD'
    )
    where known_patient = of_patient
);

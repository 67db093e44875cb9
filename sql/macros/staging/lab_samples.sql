-- sample_value: the result of another test of the same sample, in that test's standard unit; NULL where there is none.
-- (Columns are renamed inside: an argument named like one of them would else be taken for the inner one.)
create or replace macro sample_value(of_patient, of_time, of_specimen, of_test) as (
    select min(known_value)
    from (
        select
            l.patient_id as known_patient,
            l.collected_at as known_time,
            l.specimen_id as known_specimen,
            l.test as known_test,
            l.value_std as known_value,
        from staging.labs as l
    )
    where
        known_patient = of_patient
        and known_time = of_time
        and known_specimen is not distinct from of_specimen
        and known_test = of_test
);

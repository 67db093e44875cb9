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

-- unit_that_fits: the unit of the test in which the number as sent would be usual (low to high, in the standard unit);
-- NULL if there is none. Only units far from the one sent can be told by the number: `apart` says how far.
create or replace macro unit_that_fits(of_source, of_test, number_sent, of_factor, low, high, apart) as (
    select min(book_unit)
    from (
        select
            u.source as book_source,
            u.test as book_test,
            u.written as book_unit,
            u.factor as book_factor,
        from reference.lab_units as u
    )
    where
        book_source = of_source
        and book_test = of_test
        and greatest(book_factor / of_factor, of_factor / book_factor) >= apart
        and round(number_sent * book_factor, 9) between low and high
);

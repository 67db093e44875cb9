-- The plausible range of a test in its standard unit (sql/reference/lab_ranges.csv); NULL, and so never outside, where
-- there is none. A converted result is held against the limit to nine decimals: 8.84 µmol/L of creatinine, 0.1 mg/dL,
-- are 0.09999999999999999 in binary.
-- (Columns are renamed inside: an argument named test would else be taken for the inner one.)
create or replace macro is_outside_hard(of_test, x) as (
    select any_value(round(x, 9) not between low and high)
    from (
        select
            r.test as known_test,
            r.hard_low as low,
            r.hard_high as high,
        from reference.lab_ranges as r
    )
    where known_test = of_test
);

create or replace macro is_outside_soft(of_test, x) as (
    select any_value(round(x, 9) between hard_low and hard_high and round(x, 9) not between low and high)
    from (
        select
            r.test as known_test,
            r.hard_low,
            r.hard_high,
            r.soft_low as low,
            r.soft_high as high,
        from reference.lab_ranges as r
    )
    where known_test = of_test
);

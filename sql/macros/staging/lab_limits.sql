-- The plausible range of a test in its standard unit (sql/reference/lab_ranges.csv); NULL, and so never outside, where there is none.
-- (Columns are renamed inside: an argument named test would else be taken for the inner one.)
create or replace macro is_outside_hard(of_test, x) as (
    select any_value(x not between low and high)
    from (select r.test as known_test, r.hard_low as low, r.hard_high as high from reference.lab_ranges as r)
    where known_test = of_test
);

create or replace macro is_outside_soft(of_test, x) as (
    select any_value(x between hard_low and hard_high and x not between low and high)
    from (
        select r.test as known_test, r.hard_low, r.hard_high, r.soft_low as low, r.soft_high as high
        from reference.lab_ranges as r
    )
    where known_test = of_test
);

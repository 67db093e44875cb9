-- Whether a number lies outside what is possible of a laboratory test (in its standard unit) or a body measure, by the
-- limits in force (reference.possible_ranges); NULL of no number and of what has no range. It is held against the limit to
-- nine decimals: 8.84 µmol/L of creatinine, 0.1 mg/dL, are 0.09999999999999999 in binary.
-- (Columns are renamed inside: an argument named measure would else be taken for the inner one.)
create or replace macro is_impossible(of_measure, x) as (
    select any_value(round(x, 9) not between low and high)
    from (
        select
            r.measure as known_measure,
            r.low,
            r.high,
        from reference.possible_ranges as r
    )
    where known_measure = of_measure
);

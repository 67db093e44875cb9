-- A length or a weight as written: a number in the unit of its column, or with another unit behind it ("151 mm" of a
-- column in cm is 15.1). A unit that sql/reference/measure_units.csv does not have for the column is unreadable.
create or replace macro measure_pattern() as '(.*[0-9.])\s*([a-z]+)\.?';

create or replace macro measure_factors(column_unit) as (
    select map(list(m.written), list(m.factor))
    from reference.measure_units as m
    where m.unit = column_unit
);

-- (Rounding takes off what the factor adds in the last digits of a double: 151 * 0.1 is not 15.1. A list of one and a lambda
-- stand for "let cell be …": written out, every use of the text would be planned again.)
create or replace macro read_measure(t, decimal_mark, column_unit) as list_transform(
    [{text: fold_number(t), factors: measure_factors(column_unit)}],
    lambda cell: case
        when regexp_full_match(cell.text, measure_pattern())
            then
                round(
                    read_number(regexp_extract(cell.text, measure_pattern(), 1), decimal_mark)
                    * cell.factors[regexp_extract(cell.text, measure_pattern(), 2)],
                    9
                )
        else read_number(cell.text, decimal_mark)
    end
)[1];

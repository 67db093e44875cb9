-- A length or a weight as written: a number in the unit of its column, or with another unit behind it ("151 mm" of a
-- column in cm is 15.1). A unit that sql/reference/measure_units.csv does not have for the column is unreadable.
create or replace macro measure_pattern() as '(.*[0-9.])\s*([a-z]+)\.?';

-- (The columns of the list are renamed inside: an argument named like one of them would else be taken for it.)
create or replace macro measure_factor(written_unit, column_unit) as case
    when written_unit is null or written_unit = '' then 1
    else (
        select any_value(list_factor)
        from (
            select
                m.unit as list_unit,
                m.written as list_written,
                m.factor as list_factor,
            from reference.measure_units as m
        )
        where list_unit = column_unit and list_written = written_unit
    )
end;

-- (Rounding takes off what the factor adds in the last digits of a double: 151 * 0.1 is not 15.1.)
create or replace macro read_measure(t, decimal_mark, column_unit) as case
    when regexp_full_match(fold(t), measure_pattern())
        then
            round(
                read_number(regexp_extract(fold(t), measure_pattern(), 1), decimal_mark)
                * measure_factor(regexp_extract(fold(t), measure_pattern(), 2), column_unit),
                9
            )
    else read_number(t, decimal_mark)
end;

create or replace macro measure_status(t, decimal_mark, column_unit) as
    case when t is null then 'missing' when read_measure(t, decimal_mark, column_unit) is not null then 'ok' else 'unreadable' end;

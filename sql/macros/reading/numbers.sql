-- fold_number: a text as fold gives it, but with the lines, and what a tab or several blanks part, of a cell kept apart: 45 above 120 are
-- two numbers, and no 45 120.
create or replace macro fold_number(t) as
    fold(regexp_replace(t, '(\d)(?:\s*[\t\n\v\f\r\x{0085}\x{2028}\x{2029}]\s*|\s{2,})(\d)', '\1 | \2', 'g'));

-- number_text: a number as written, in the form that a cast reads; NULL where it is none. The decimal mark is the one
-- declared for the file: 12.345,6 is a number where the mark is a comma and unreadable where it is a point, never a
-- silent 12.3456. Thousands are set off in threes by the other mark or by spaces: 0,123 and 12 5 are none.
create or replace macro number_text(t, decimal_mark) as list_transform(
    [case when decimal_mark = ',' then translate(fold_number(t), ',.', '.,') else fold_number(t) end],
    lambda s: case
        when regexp_full_match(s, '[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?') then s
        when regexp_full_match(s, '[-+]?[1-9]\d{0,2}((,\d{3})+|( \d{3})+)(\.\d*)?') then replace(replace(s, ',', ''), ' ', '')
    end
)[1];

create or replace macro read_number(t, decimal_mark) as list_transform(
    [try_cast(number_text(t, decimal_mark) as double)], lambda x: case when isfinite(x) then x end
)[1];

create or replace macro number_status(t, decimal_mark) as status_of(read_number(t, decimal_mark), t);

-- read_integer: whole numbers only; 4.0 is 4 and 4.5 is unreadable (a cast would round it).
create or replace macro read_integer(t, decimal_mark) as list_transform(
    [read_number(t, decimal_mark)], lambda x: case when x = floor(x) and abs(x) < 1e15 then x::bigint end
)[1];

-- is_above_one: a limit that is more than one, whatever the number is: >1, >= 2, > 10.
create or replace macro is_above_one(t) as coalesce(regexp_full_match(fold(t), '> ?[1-9]\d*|>= ?([2-9]|[1-9]\d+)'), false);

create or replace macro integer_status(t, decimal_mark) as status_of(read_integer(t, decimal_mark), t);

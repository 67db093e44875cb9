-- bare_day: without the time of day and without what stands in brackets (the weekday).
create or replace macro bare_day(t) as trim(
    regexp_replace(
        regexp_replace(fold(t), '\([^)]*\)', ' ', 'g'),
        '[ t]*(오전|오후|am|pm)? ?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)? ?(am|pm|z)?$', ''
    )
);

create or replace macro number_in(d, place) as regexp_extract_all(d, '\d+')[place];

-- iso_text: a date as written, in any of the forms the registry understands, as YYYY-MM-DD, YYYY-MM or YYYY; else NULL.
-- Year-first forms, 2022년 3월 5일, 20220305, month names and Excel serials (days since 1899-12-30) have one meaning. 03/04/2022 has
-- two: it is read only in the order declared for its file, so a mixed file shows as unreadable and never as a swapped day and month.
-- (A list of one and a lambda stand for "let d be …": written out, every use of d would be planned again.)
create or replace macro iso_text(t, date_order) as list_transform(
    [bare_day(t)],
    lambda d: case
        when regexp_full_match(d, '(19|20)\d\d[-./](00|un|unk|xx)([-./](00|un|unk|xx))?') then d[1:4]
        when regexp_full_match(d, '(19|20)\d\d[-./]\d{1,2}[-./](00|un|unk|xx)')
            then d[1:4] || '-' || lpad(number_in(d, 2), 2, '0')
        when regexp_full_match(d, '\d{4}( ?[-./년] ?| )\d{1,2}( ?[-./월] ?| )\d{1,2} ?[.일]?')
            then d[1:4] || '-' || lpad(number_in(d, 2), 2, '0') || '-' || lpad(number_in(d, 3), 2, '0')
        when regexp_full_match(d, '(19|20)\d{6}|(19|20)\d{10}|(19|20)\d{12}') then d[1:4] || '-' || d[5:6] || '-' || d[7:8]
        when date_order in ('dmy', 'mdy') and regexp_full_match(d, '\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}[.]?')
            then number_in(d, 3) || '-'
            || lpad(number_in(d, case date_order when 'dmy' then 2 else 1 end), 2, '0') || '-'
            || lpad(number_in(d, case date_order when 'dmy' then 1 else 2 end), 2, '0')
        when regexp_matches(d, '[a-z]{3}')
            then strftime(
                try_strptime(
                    d, ['%d-%b-%Y', '%d %b %Y', '%d %B %Y', '%b %d, %Y', '%B %d, %Y', '%b %d %Y', '%d%b%Y', '%d-%B-%Y']
                ),
                '%Y-%m-%d'
            )
        when regexp_full_match(d, '[2-7]\d{4}(\.\d+)?')
            then strftime(date '1899-12-30' + floor(try_cast(d as double))::int, '%Y-%m-%d')
        when regexp_full_match(d, '(19|20)\d\d( ?[-./년] ?| )\d{1,2} ?[.월]?') then d[1:4] || '-' || lpad(number_in(d, 2), 2, '0')
        when regexp_full_match(d, '(19|20)\d\d ?년?') then d[1:4]
    end
)[1];

-- read_date: the day, or NULL where it is missing, partial or unreadable; date_status says which.
create or replace macro read_date(t, date_order) as list_transform(
    [iso_text(t, date_order)], lambda iso: case when length(iso) = 10 then try_cast(iso as date) end
)[1];

create or replace macro date_status(t, date_order) as
    case when t is null then 'missing' else list_transform(
        [iso_text(t, date_order)],
        lambda iso: case
            when length(iso) = 10 and try_cast(iso as date) is not null then 'ok'
            when length(iso) in (4, 7) and try_cast((iso || '-01-01')[1:10] as date) is not null then 'partial'
            else 'unreadable'
        end
    )[1] end;

-- seconds_of_day: of the time of day written behind a date; 0 where none is. 오후 and pm add twelve hours.
create or replace macro seconds_of_day(t) as list_transform(
    [regexp_extract(fold(t), '\d{1,2}:\d{2}(:\d{2})?')],
    lambda clock: case
        when number_in(clock, 1)::int < 24 and number_in(clock, 2)::int < 60
            then (
                (
                    case
                        when regexp_matches(t, '오후|[pP][mM]') then number_in(clock, 1)::int % 12 + 12
                        when regexp_matches(t, '오전|[aA][mM]') then number_in(clock, 1)::int % 12
                        else number_in(clock, 1)::int
                    end
                ) * 60 + number_in(clock, 2)::int
            ) * 60 + coalesce(try_cast(number_in(clock, 3) as int), 0)
        else 0
    end
)[1];

create or replace macro read_timestamp(t, date_order) as
    read_date(t, date_order)::timestamp + to_seconds(coalesce(seconds_of_day(t), 0));

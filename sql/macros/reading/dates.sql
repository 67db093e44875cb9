-- clock_pattern: a time of day behind a date, in Korean or English, behind a colon as SAS writes it, 13시 10분 too; 25:00
-- is none, nor is 13:10 in the morning, and 24:00 is the end of the day. A time with an offset from UTC is none either: it
-- became the hospital's own time when its file was read, and where it could not, its day is not known.
create or replace macro clock_pattern() as
    '(( ?(오전|am) ?)((0?\d|1[0-2]):[0-5]\d(:[0-5]\d(\.\d+)?)?( ?(am|오전))?|(0?\d|1[0-2])시( ?[0-5]?\d분( ?[0-5]?\d초)?)?)'
    || '|( ?(오후|pm) ?)(([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?( ?(pm|오후))?'
    || '|([01]?\d|2[0-3])시( ?[0-5]?\d분( ?[0-5]?\d초)?)?)'
    || '|([ t]+|:)((0?\d|1[0-2]):[0-5]\d(:[0-5]\d(\.\d+)?)? ?(am|오전)'
    || '|(([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?|24:00(:00(\.0+)?)?)( ?(pm|오후))?'
    || '|([01]?\d|2[0-3])시( ?[0-5]?\d분( ?[0-5]?\d초)?)?))$';

-- weekday_pattern: a weekday beside a date: (화), 화요일, (火), Tue, Tuesday; bare letters of Korean are units of dates.
create or replace macro weekday_pattern() as
    '[(\[]([월화수목금토일月火水木金土日])(요일|曜日)?[)\]]|([월화수목금토일月火水木金土日])(요일|曜日)'
    || '|[(\[]?\b(mon|tue|wed|thu|fri|sat|sun)(s|nes|rs|r|ur)?(day)?\b[.,]?[)\]]?[,]?';

-- weekday_of: the weekday that a text names, 1 for Monday to 7 for Sunday; NULL where it names none.
create or replace macro weekday_of(t) as case
    when strlen(t) = length(t) and not regexp_matches(t, '[a-zA-Z]{3}') then null
    else list_transform(
        [regexp_extract(fold(t), weekday_pattern())],
        lambda named: case
            when named = '' then null
            else nullif(
                greatest(
                    instr('월화수목금토일', regexp_extract(named, '[월화수목금토일]')) * (regexp_extract(named, '[월화수목금토일]') <> '')::int,
                    instr('月火水木金土日', regexp_extract(named, '[月火水木金土日]')) * (regexp_extract(named, '[月火水木金土日]') <> '')::int,
                    (instr('montuewedthufrisatsun', regexp_extract(named, 'mon|tue|wed|thu|fri|sat|sun')) + 2) // 3
                    * (regexp_extract(named, 'mon|tue|wed|thu|fri|sat|sun') <> '')::int
                ),
                0
            )
        end
    )[1]
end;

-- without_weekday: without a weekday, 양력 in brackets (of the solar calendar), and Chinese characters of dates in Korean. What else
-- stands in brackets may be another day, a doubt or the lunar calendar: with it a date is unreadable.
create or replace macro without_weekday(t) as list_transform(
    [case
        when strlen(t) = length(t) and not regexp_matches(t, '[a-zA-Z]{3}') then fold(t)
        else trim(regexp_replace(regexp_replace(fold(t), weekday_pattern(), ' '), '\((양력?|陽曆?)\)', ' '))
    end],
    lambda w: case
        when strlen(w) = length(w) then regexp_replace(w, '\s+', ' ', 'g')
        else translate(
            replace(
                replace(replace(replace(regexp_replace(w, '\s+', ' ', 'g'), '午前', '오전'), '午後', '오후'), '上午', '오전'), '下午', '오후'
            ),
            '年月日時时点分秒', '년월일시시시분초'
        )
    end
)[1];

create or replace macro bare_day(t) as trim(regexp_replace(without_weekday(t), clock_pattern(), ''));

create or replace macro number_in(d, place) as regexp_extract_all(d, '\d+')[place];

create or replace macro year_and_month(y, m) as y || '-' || lpad(m, 2, '0');

-- day_with_named_month: 5-Mar-2022, Mar 5, 2022, 2022-Mar-05 as YYYY-MM-DD, and Mar 2022, UN-MAR-2022 as YYYY-MM; else
-- NULL. The year has four digits: 05-MAR-22 may be 1922 or 2022, or the fifth of a year.
create or replace macro day_with_named_month(d) as list_transform(
    [regexp_replace(d, '[-/., ]+', ' ', 'g')],
    lambda s: case
        when regexp_full_match(s, '\d{1,2} ?[a-z]+ ?[12]\d{3}|[a-z]+ \d{1,2} [12]\d{3}|[12]\d{3} [a-z]+ \d{1,2}')
            then strftime(
                try_strptime(
                    s, ['%d %b %Y', '%d %B %Y', '%b %d %Y', '%B %d %Y', '%Y %b %d', '%Y %B %d', '%d%b%Y', '%d%B%Y']
                ),
                '%Y-%m-%d'
            )
        when regexp_full_match(s, '((un|unk|xx|00) )?[a-z]+ (19|20)\d\d')
            then strftime(
                try_strptime('1 ' || regexp_extract(s, '[a-z]+ \d{4}$'), ['%d %b %Y', '%d %B %Y']), '%Y-%m'
            )
    end
)[1];

-- excel_second: an Excel serial (days since 1899-12-30, the time as a fraction) in whole seconds. Five digits from 30000 on:
-- 1982-02-18 to 2119-01-10. Lower ones are what SAS and Stata (days since 1960: 22709) and R (since 1970: 19056) write for days
-- of our time, and would come out forty years too early; with four digits it would be a year.
create or replace macro is_excel_serial(d) as regexp_full_match(d, '[3-7]\d{4}(\.\d+)?');

create or replace macro excel_second(d) as round(try_cast(d as double) * 86400)::bigint;

-- day_of_birth: a date of birth as written, an Excel serial of five digits before 1982 (from 10000, 1927-05-18, on) as its day: many
-- are born then, and a file that counts days from another year has others, too, which are asked about.
create or replace macro day_of_birth(t) as list_transform(
    [bare_day(t)],
    lambda d: case
        when regexp_full_match(d, '[12]\d{4}(\.\d+)?') then strftime(date '1899-12-30' + (excel_second(d) // 86400)::int, '%Y-%m-%d')
        else t
    end
)[1];

-- written_day: what iso_text reads, whatever weekday stands beside it.
create or replace macro written_day(t, date_order) as list_transform(
    [bare_day(t)],
    lambda d: case
        when regexp_full_match(d, '(19|20)\d\d[-./](00|un|unk|xx)([-./](00|un|unk|xx))?') then d[1:4]
        when regexp_full_match(d, '(19|20)\d\d[-./]\d{1,2}[-./](00|un|unk|xx)') then year_and_month(d[1:4], number_in(d, 2))
        when regexp_full_match(d, '[1-9]\d{3}( ?[-./년] ?| )\d{1,2}( ?[-./월] ?| )\d{1,2} ?[.일]?')
            then year_and_month(d[1:4], number_in(d, 2)) || '-' || lpad(number_in(d, 3), 2, '0')
        when regexp_full_match(d, '(19|20)\d{6}(([01]\d|2[0-3])[0-5]\d([0-5]\d)?|2400(00)?)?') then d[1:4] || '-' || d[5:6] || '-' || d[7:8]
        when date_order in ('dmy', 'mdy') and regexp_full_match(d, '\d{1,2}[-./ ]\d{1,2}[-./ ][1-9]\d{3}[.]?')
            then list_transform(
                [case date_order when 'dmy' then [number_in(d, 2), number_in(d, 1)] else [number_in(d, 1), number_in(d, 2)] end],
                lambda m: year_and_month(number_in(d, 3), m[1]) || case when m[2] = '00' then '' else '-' || lpad(m[2], 2, '0') end
            )[1]
        when regexp_full_match(d, '\d{1,2}[-./ ](19|20)\d\d') then year_and_month(number_in(d, 2), number_in(d, 1))
        when regexp_matches(d, '[a-z]{3}') then day_with_named_month(d)
        when is_excel_serial(d) then strftime(date '1899-12-30' + (excel_second(d) // 86400)::int, '%Y-%m-%d')
        when regexp_full_match(d, '(19|20)\d\d( ?[-./년] ?| )\d{1,2} ?[.월]?( ?(경|쯤|무렵|중|초|말|초순|중순|하순))?')
            then year_and_month(d[1:4], number_in(d, 2))
        when regexp_full_match(d, '(19|20)\d\d ?년?') then d[1:4]
    end
)[1];

-- iso_text: a date as written, in any of the forms the registry understands, as YYYY-MM-DD, YYYY-MM or YYYY; else NULL.
-- Year-first forms, 2022년 3월 5일, 20220305, month names and Excel serials have one meaning. 03/04/2022 has two: it is
-- read only in the order declared for its file, so a mixed file shows as unreadable and never as a swapped day and
-- month. A weekday beside the day must be its own: of a day and a weekday that contradict each other, either may be wrong.
-- (A list of one and a lambda stand for "let d be …": written out, every use of d would be planned again.)
create or replace macro iso_text(t, date_order) as list_transform(
    [{day: written_day(t, date_order), weekday: weekday_of(t)}],
    lambda read: case when read.weekday is null or isodow(try_cast(read.day as date)) = read.weekday then read.day end
)[1];
-- is_end_of_day: whether a time of day is 24:00, which is 00:00 of the next day.
create or replace macro is_end_of_day(t) as
    regexp_matches(without_weekday(t), '[ t:]24:00(:00(\.0+)?)?$|^(19|20)\d{6}2400(00)?$');

-- read_date: the day, or NULL where it is missing, partial or unreadable; date_status says which.
create or replace macro read_date(t, date_order) as list_transform(
    [iso_text(t, date_order)], lambda iso: case when length(iso) = 10 then try_cast(iso as date) + is_end_of_day(t)::int end
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

-- read_month: the first day of the month that a partial date tells, or NULL where it tells a day, a year or nothing.
create or replace macro read_month(t, date_order) as list_transform(
    [iso_text(t, date_order)], lambda iso: case when length(iso) = 7 then try_cast(iso || '-01' as date) end
)[1];

-- read_first_day, read_last_day: the days between which a date lies: of a day the day itself, of a month or a year known alone
-- its first and its last; NULL where nothing can be read.
create or replace macro read_first_day(t, date_order) as coalesce(
    read_date(t, date_order),
    list_transform(
        [iso_text(t, date_order)], lambda iso: case when length(iso) < 10 then try_cast((iso || '-01-01')[1:10] as date) end
    )[1]
);

create or replace macro read_last_day(t, date_order) as coalesce(
    read_date(t, date_order),
    list_transform(
        [iso_text(t, date_order)],
        lambda iso: last_day(try_cast(case length(iso) when 4 then iso || '-12-01' when 7 then iso || '-01' end as date))
    )[1]
);

-- seconds_of_day: of the time of day written behind a date, in its digits (20220305061000) or as the fraction of an
-- Excel serial; 0 where none is, and at 24:00, which read_date takes for the next day. 오후 and pm add twelve hours.
create or replace macro seconds_of_day(t) as list_transform(
    [without_weekday(t)],
    lambda w: case
        when is_end_of_day(w) then 0
        when regexp_full_match(w, '\d{12}(\d\d)?') then (w[9:10]::int * 60 + w[11:12]::int) * 60 + coalesce(try_cast(w[13:14] as int), 0)
        when is_excel_serial(w) then excel_second(w) % 86400
        else coalesce(
            list_transform(
                [regexp_extract(w, clock_pattern())],
                lambda clock: (
                    case
                        when regexp_matches(clock, '오후|pm') then number_in(clock, 1)::int % 12 + 12
                        when regexp_matches(clock, '오전|am') then number_in(clock, 1)::int % 12
                        else number_in(clock, 1)::int
                    end * 60 + coalesce(number_in(clock, 2)::int, 0)
                ) * 60 + coalesce(number_in(clock, 3)::int, 0)
            )[1],
            0
        )
    end
)[1];

create or replace macro read_timestamp(t, date_order) as
    read_date(t, date_order)::timestamp + to_seconds(coalesce(seconds_of_day(t), 0));

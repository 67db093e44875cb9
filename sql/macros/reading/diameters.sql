-- read_below: of a lesion that is seen and too small to measure, the size below which it is: "<5" and "< 5 mm" are 5, words
-- in any case ("too small to measure", "TSTM") name no size and are 0; NULL: none of them.
-- Citation: CDISC RECIST 1.1 supplement (TRORRES "TOO SMALL TO MEASURE").
create or replace macro read_below(t, decimal_mark) as
    case
        when regexp_full_match(fold(t), '(too|very) small.*|tstm|.*너무 ?작.*|.*작아서? 측정.*') then 0
        else read_number(nullif(regexp_extract(fold(t), '^<=? ?(.+?)( ?mm)?$', 1), ''), decimal_mark)
    end;

create or replace macro diameter_status(t, decimal_mark) as
    case when read_below(t, decimal_mark) is not null then 'ok' else number_status(t, decimal_mark) end;

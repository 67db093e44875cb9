-- read_diameter: a diameter in mm, as written or in another unit that stands behind it ("4.4 cm" is 44).
-- read_below: of a lesion that is seen and too small to measure, the size below which it is: "<5" and "< 0.5 cm" are 5, words
-- in any case ("too small to measure", "TSTM") name no size and are 0; NULL: none of them.
-- Citation: CDISC RECIST 1.1 supplement (TRORRES "TOO SMALL TO MEASURE").
create or replace macro read_diameter(t, decimal_mark) as read_measure(t, decimal_mark, 'mm');

create or replace macro read_below(t, decimal_mark) as
    case
        when regexp_full_match(fold(t), '(too|very) small.*|tstm|.*너무 ?작.*|.*작아서? 측정.*') then 0
        else read_diameter(nullif(regexp_extract(fold_number(t), '^<=? ?(.+)$', 1), ''), decimal_mark)
    end;

create or replace macro diameter_status(t, decimal_mark) as
    case when read_below(t, decimal_mark) is not null then 'ok' else status_of(read_diameter(t, decimal_mark), t) end;

-- read_timepoint: 0 for a baseline exam, and for a later one its number, the whole part of a label such as 1.1, or 1: labels of
-- unscheduled exams say nothing of their order, which the date gives. "Before" with nothing behind it but the treatment is the baseline
-- (pre-HAIC, 치료 전), and so is what is counted from 0 (V0, week 0). A word that may be the baseline or an exam after it is unreadable
-- (first, C1D1, before the second cycle).
-- Citation: admiralonco derives responses by the date (ADT), not by the visit's name.
create or replace macro read_timepoint(t, decimal_mark) as
    case
        when read_integer(t, decimal_mark) is not null then read_integer(t, decimal_mark)
        when regexp_full_match(fold(t), '(visit|week|month|day|cycle|[vwmdct#]) ?#?0|0 ?(주|개월|일|차|회|w|wks?|weeks?|m|months?)') then 0
        when regexp_matches(fold(t), '[1-9]') and regexp_matches(fold(t), '^pre|before|baseline|전') then null
        when regexp_full_match(fold(t), '(base ?line|base|b/?l|screening|scr|pre)([ -].*)?|.* base ?line|before .*') then 0
        when regexp_full_match(fold(t), 'pre(op|tx|rx|haic|tace|chemo|treatment)([ -].*)?') then 0
        when regexp_matches(fold(t), '기저|기준|전( ?(ct|mri?|영상|검사|평가))?$') then 0
        when regexp_full_match(fold(t), 'first|1st|initial|start|처음|초기|시작|c(ycle)? ?1 ?d(ay)? ?1|d(ay)? ?1') then null
        when regexp_full_match(fold(t), '(at )?(diagnosis|dx|enrol?lment|entry)|(진단|등록)( ?시)?') then null
        when read_number(t, decimal_mark) < 0 then null
        when t is not null then greatest(coalesce(floor(read_number(t, decimal_mark)), 1), 1)::bigint
    end;

create or replace macro is_unscheduled(t, decimal_mark) as
    coalesce(read_timepoint(t, decimal_mark) > 0 and read_integer(t, decimal_mark) is null, false);

-- read_timepoint: 0 for a baseline exam, and for a later one its number, the whole part of a label such as 1.1, or 1: labels of
-- unscheduled exams say nothing of their order, which the date gives. A word that may be the baseline or the exam after it is
-- unreadable.
-- Citation: admiralonco derives responses by the date (ADT), not by the visit's name.
create or replace macro read_timepoint(t, decimal_mark) as
    case
        when read_integer(t, decimal_mark) is not null then read_integer(t, decimal_mark)
        when regexp_full_match(fold(t), 'baseline|base|bl|screening|scr|pre ?-?treatment|기저|기저치|기준|치료 ?전') then 0
        when regexp_full_match(fold(t), 'first|1st|initial|start|처음|초기|시작') then null
        when read_number(t, decimal_mark) < 0 then null
        when t is not null then greatest(coalesce(floor(read_number(t, decimal_mark)), 1), 1)::bigint
    end;

create or replace macro is_unscheduled(t, decimal_mark) as
    coalesce(read_timepoint(t, decimal_mark) > 0 and read_integer(t, decimal_mark) is null, false);

-- Response of the target lesions by a criterion. now_mm is the sum of the diameters of the targets seen, nadir_mm the
-- smallest complete sum since the baseline, which it includes. left_targets says what is left of them (measured_lesions):
-- nothing, with normal nodes whose short axis stays in the sum, is CR. PD outranks PR; whatever comes back after nothing was
-- left (was_gone) is PD; a baseline without disease has no target to follow (NE). Where a baseline target was not measured
-- (has_all_targets false) only PD can be told from what was seen. pd_min_abs_mm is RECIST 1.1's absolute rule (mRECIST has
-- none: 0); a regrowth that is smaller, or nodes of 10 to below 15 mm alone, are for the adjudicator: REVIEW.
-- Citation: KLCA-NCC 2022 guideline Table 11 (PMC9747269), at least 30 % and at least 20 %; nodes: RECIST 1.1, 4.3.1 and
-- EORTC RECIST working group, FAQ on lymph nodes; complete response at the nadir: admiralonco adtr.
create or replace macro target_response(
    now_mm,
    baseline_mm,
    nadir_mm,
    has_all_targets,
    left_targets,
    had_targets,
    was_gone,
    pr_decrease_pct,
    pd_increase_pct,
    pd_min_abs_mm
) as
    case
        when now_mm is null or baseline_mm is null or not had_targets then 'NE'
        when left_targets = 'NONE' then case when has_all_targets then 'CR' else 'NE' end
        when was_gone
            then
                case
                    when left_targets = 'TUMOUR' and (pd_min_abs_mm = 0 or round(now_mm - nadir_mm, 9) >= pd_min_abs_mm)
                        then 'PD'
                    else 'REVIEW'
                end
        when percent_change(now_mm, nadir_mm) >= pd_increase_pct and round(now_mm - nadir_mm, 9) >= pd_min_abs_mm
            then 'PD'
        when not has_all_targets then 'NE'
        when percent_change(now_mm, baseline_mm) <= -pr_decrease_pct then 'PR'
        else 'SD'
    end;

-- The arithmetic behind a target response, in words: the sum against the baseline and against the smallest sum.
create or replace macro target_arithmetic(now_mm, baseline_mm, baseline_date, nadir_mm, nadir_date, missing_targets) as
    concat_ws(
        '; ',
        case
            when now_mm is null then 'no sum'
            when baseline_mm is null then format('{:g} mm without a complete baseline', now_mm)
            when baseline_mm <= 0 then format('{:g} mm after a baseline of 0 mm ({})', now_mm, baseline_date)
            when nadir_mm = 0 then format('{:g} mm after {:g} mm ({})', now_mm, nadir_mm, nadir_date)
            else
                format(
                    '{:g} mm is {:+.2f} % against the baseline {:g} mm ({}) and {:+.2f} % against the smallest sum {:g} mm ({})',
                    now_mm, percent_change(now_mm, baseline_mm), baseline_mm, baseline_date,
                    percent_change(now_mm, nadir_mm), nadir_mm, nadir_date
                )
        end,
        'not measured: ' || missing_targets
    );

-- mRECIST response of the target lesions. now_mm is the sum of viable diameters of the targets seen, nadir_mm the
-- smallest complete sum since the baseline, which it includes. PD outranks PR; any re-enhancement after a nadir of 0 is
-- PD; a baseline of 0 has no target to follow (NE). Where a baseline target was not measured (has_all_targets false)
-- only PD can be told from what was seen. pd_min_abs_mm is RECIST 1.1's absolute rule (mRECIST has none: 0); a regrowth
-- from 0 that is smaller is for the adjudicator: NULL.
-- Citation: KLCA-NCC 2022 guideline Table 11 (PMC9747269), at least 30 % and at least 20 %; nadir 0: admiralonco
-- adtr.
create or replace macro target_response(
    now_mm, baseline_mm, nadir_mm, has_all_targets, pr_decrease_pct, pd_increase_pct, pd_min_abs_mm
) as
    case
        when now_mm is null or baseline_mm is null or baseline_mm <= 0 then 'NE'
        when nadir_mm = 0 and now_mm > 0 then case when now_mm >= pd_min_abs_mm then 'PD' end
        when percent_change(now_mm, nadir_mm) >= pd_increase_pct and round(now_mm - nadir_mm, 9) >= pd_min_abs_mm
            then 'PD'
        when not has_all_targets then 'NE'
        when now_mm = 0 then 'CR'
        when percent_change(now_mm, baseline_mm) <= -pr_decrease_pct then 'PR'
        else 'SD'
    end;

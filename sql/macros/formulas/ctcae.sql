-- CTCAE grades of laboratory results, 0 to 4; NULL where a missing limit or baseline could decide, and never 0 for it.
-- Both sides are compared after rounding to 15 significant digits, so that 3 x 0.4 is 1.2. Results are in the registry's
-- standard units: counts in 10^3/uL, haemoglobin and albumin in g/dL. Grade 4 of haemoglobin and albumin is a clinical
-- judgement and no number. Versions other than 5 are not held: their bands differ.
-- Citation: NCI CTCAE v5.0; admiral ncictcaev5.json and derive_var_atoxgr.
create or replace macro signif_15(x) as try_cast(printf('%.15g', x::double) as double);

-- What falls: below a band, or below the lower limit of normal.
create or replace macro ctcae_grade_of_fall(x, lower_limit, grade_2_below, grade_3_below, grade_4_below) as
    case
        when signif_15(x) < grade_4_below then 4
        when signif_15(x) < grade_3_below then 3
        when signif_15(x) < grade_2_below then 2
        when signif_15(x) < signif_15(lower_limit) then 1
        when signif_15(x) >= signif_15(lower_limit) then 0
    end;

-- What rises: so many times the upper limit of normal.
create or replace macro ctcae_grade_of_rise(x, upper_limit, above_2, above_3, above_4) as
    case
        when signif_15(x) > signif_15(above_4 * upper_limit) then 4
        when signif_15(x) > signif_15(above_3 * upper_limit) then 3
        when signif_15(x) > signif_15(above_2 * upper_limit) then 2
        when signif_15(x) > signif_15(upper_limit) then 1
        when signif_15(x) <= signif_15(upper_limit) then 0
    end;

-- Transaminases: by the upper limit where the baseline was normal, by the baseline where it was not; grade 1 then from
-- 1.5 times on.
create or replace macro ctcae_grade_of_transaminase(x, upper_limit, baseline, is_baseline_high) as
    case
        when is_baseline_high and signif_15(x) < signif_15(1.5 * baseline) then 0
        when is_baseline_high and x is not null and baseline is not null
            then greatest(ctcae_grade_of_rise(x, baseline, 3, 5, 20), 1)
        when not is_baseline_high then ctcae_grade_of_rise(x, upper_limit, 3, 5, 20)
    end;

create or replace macro ctcae_grade_of_bilirubin(x, upper_limit, baseline, is_baseline_high) as
    case
        when is_baseline_high then ctcae_grade_of_rise(x, baseline, 1.5, 3, 10)
        when not is_baseline_high then ctcae_grade_of_rise(x, upper_limit, 1.5, 3, 10)
    end;

-- Creatinine: by the upper limit or by the baseline, whichever is worse; grades 1 and 4 by the upper limit alone.
create or replace macro ctcae_grade_of_creatinine(x, upper_limit, baseline) as
    case
        when signif_15(x) > signif_15(6 * upper_limit) then 4
        when upper_limit is null or baseline is null then null
        when signif_15(x) > signif_15(3 * upper_limit) or signif_15(x) > signif_15(3 * baseline) then 3
        when signif_15(x) > signif_15(1.5 * upper_limit) or signif_15(x) > signif_15(1.5 * baseline) then 2
        when signif_15(x) > signif_15(upper_limit) then 1
        when x is not null then 0
    end;

create or replace macro ctcae_grade(of_test, x, lower_limit, upper_limit, baseline, is_baseline_high, ctcae_version) as
    case
        when ctcae_version <> 5 then null
        when of_test in ('AST', 'ALT') then ctcae_grade_of_transaminase(x, upper_limit, baseline, is_baseline_high)
        when of_test = 'TBIL' then ctcae_grade_of_bilirubin(x, upper_limit, baseline, is_baseline_high)
        when of_test = 'CREAT' then ctcae_grade_of_creatinine(x, upper_limit, baseline)
        when of_test = 'PLT' then ctcae_grade_of_fall(x, lower_limit, 75, 50, 25)
        when of_test = 'ANC' then ctcae_grade_of_fall(x, lower_limit, 1.5, 1.0, 0.5)
        when of_test = 'HGB' then ctcae_grade_of_fall(x, lower_limit, 10, 8, null)
        when of_test = 'ALB' then ctcae_grade_of_fall(x, lower_limit, 3, 2, null)
        when of_test = 'INR' then ctcae_grade_of_rise(x, 1.2, 1.5 / 1.2, 2.5 / 1.2, null)
    end;

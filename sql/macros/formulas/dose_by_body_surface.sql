-- pct_of_planned_dose: the dose as a share of what is planned for this body surface, %, to nine decimals.
create or replace macro pct_of_planned_dose(dose_mg, surface_m2, mg_per_m2) as
    round(100.0 * dose_mg / (mg_per_m2 * surface_m2), 9);

-- is_by_computed_surface: a dose is judged by the recorded body surface area, for that is what was ordered by, else by the computed
-- one; where the two contradict each other (CC-001 asks which is right), by the one that the dose fits better.
create or replace macro is_by_computed_surface(dose_mg, recorded_m2, computed_m2, mg_per_m2, tolerance_m2) as
    coalesce(
        recorded_m2 is null
        or (
            round(abs(recorded_m2 - computed_m2), 9) > tolerance_m2
            and abs(pct_of_planned_dose(dose_mg, computed_m2, mg_per_m2) - 100.0)
            < abs(pct_of_planned_dose(dose_mg, recorded_m2, mg_per_m2) - 100.0)
        ),
        false
    );

-- dose_pct: the share of the planned dose by the surface that counts.
create or replace macro dose_pct(dose_mg, recorded_m2, computed_m2, mg_per_m2, tolerance_m2) as
    pct_of_planned_dose(
        dose_mg,
        case
            when is_by_computed_surface(dose_mg, recorded_m2, computed_m2, mg_per_m2, tolerance_m2) then computed_m2
            else recorded_m2
        end,
        mg_per_m2
    );

-- planned_dose_pct: the share of the planned dose by what the plan is of: the body surface, the weight, or nothing.
create or replace macro planned_dose_pct(unit, dose_mg, recorded_m2, computed_m2, weight_kg, planned_dose, tolerance_m2) as
    case unit
        when 'mg/m2' then dose_pct(dose_mg, recorded_m2, computed_m2, planned_dose, tolerance_m2)
        when 'mg/kg' then pct_of_planned_dose(dose_mg, weight_kg, planned_dose)
        when 'mg' then pct_of_planned_dose(dose_mg, 1.0, planned_dose)
    end;

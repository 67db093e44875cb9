-- The arithmetic behind the findings of a row, from what the tables of the derived layer put beside it; NULL where there is none.
-- (An argument named like a column of the table would be taken for it: they are called of_… and the like.)
create or replace macro planned_dose_shown(of_row, tolerance_m2) as (
    select
        any_value(
            case dose_unit
                when 'mg/m2'
                    then
                        printf(
                            '%g mg / (%g mg/m2 x %.2f m2 %s) = %.1f %%',
                            dose_mg,
                            planned_dose,
                            case
                                when is_by_computed_surface(dose_mg, recorded_m2, computed_m2, planned_dose, tolerance_m2)
                                    then computed_m2
                                else recorded_m2
                            end,
                            case
                                when is_by_computed_surface(dose_mg, recorded_m2, computed_m2, planned_dose, tolerance_m2)
                                    then 'computed'
                                else 'recorded'
                            end,
                            dose_pct(dose_mg, recorded_m2, computed_m2, planned_dose, tolerance_m2)
                        )
                when 'mg/kg'
                    then printf('%g mg / %.1f kg = %.1f mg/kg, planned %g', dose_mg, weight_kg, dose_mg / weight_kg, planned_dose)
                when 'mg' then printf('%g mg, planned %g mg', dose_mg, planned_dose)
            end
        )
    from derived.planned_doses
    where row_key = of_row
);

create or replace macro cycle_place_shown(of_row) as (
    select any_value(printf('recorded cycle %d, session %d in the order of dates', p.cycle_no, p.place))
    from derived.cycle_sessions as s
    inner join derived.cycle_places as p using (patient_id, cycle_no, session_no)
    where s.row_key = of_row
);

create or replace macro cycle_day_shown(of_row) as (
    select
        any_value(
            printf(
                '%s - %s + 1 = day %d, recorded day %d',
                administration_date::varchar,
                cycle_start::varchar,
                derived_day_no,
                day_no
            )
        )
    from derived.cycle_days
    where row_key = of_row
);

create or replace macro overlap_shown(of_patient, of_cycle) as (
    select
        any_value(
            printf(
                'cycle %d: %s to %s%s%s',
                o.cycle_no,
                o.cycle_start::varchar,
                o.cycle_end::varchar,
                coalesce(', the one before ends ' || o.end_before::varchar, ''),
                coalesce(', the next begins ' || o.start_after::varchar, '')
            )
        )
    from derived.overlapping_cycles as o
    where o.patient_id = of_patient and o.cycle_no = of_cycle
);

create or replace macro infusion_interval_shown(of_row) as (
    select
        any_value(
            printf('%s - %s = %d days, planned %d', administration_date::varchar, date_before::varchar, interval_days, cycle_days)
        )
    from derived.infusion_intervals
    where row_key = of_row
);

-- Of several results the highest ratio, and of equal ones the latest.
create or replace macro creatinine_shown(of_patient, of_day, times_the_limit, within_days) as (
    select
        arg_max(
            printf(
                '%.2f mg/dL / %.2f mg/dL = %.2f times the upper limit, %d days before',
                c.creatinine_mg_dl,
                c.upper_limit_mg_dl,
                c.ratio,
                of_day - c.collected_date
            ),
            c.ratio * 1000 - (of_day - c.collected_date)
        )
    from derived.creatinine_ratios as c
    where c.patient_id = of_patient and c.ratio > times_the_limit and of_day - c.collected_date between 0 and within_days
);

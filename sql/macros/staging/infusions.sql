-- The order of infusions, from all rows as sent.
-- The infusions of numbered cycles with the session each belongs to, from 0: a number that comes again more than 7 days
-- later with two days or more from day 1 on is that of another session. One row on a wrong day is none.
create or replace macro cycle_sessions() as table
with
infusions as (
    select
        d.row_key,
        d.patient_id,
        d.cycle_no,
        d.day_no,
        d.administration_date,
        coalesce(
            d.administration_date - lag(d.administration_date) over (
                partition by d.patient_id, d.cycle_no order by d.administration_date, d.row_key
            ) > 7,
            true
        ) as begins_run,
    from staging.drug_administrations as d
    where d.regimen = 'HAIC' and d.cycle_no is not null and d.administration_date is not null and not is_copy(d.row_key)
),

infusions_with_run as (
    select
        *,
        count_if(begins_run) over (
            partition by patient_id, cycle_no order by administration_date, row_key
            rows between unbounded preceding and current row
        ) as run,
    from infusions
),

runs as (
    select
        *,
        begins_run
        and min(administration_date) over same_run < max(administration_date) over same_run
        and coalesce(min(day_no) over same_run, 1) = 1 as begins_session,
    from infusions_with_run
    window same_run as (partition by patient_id, cycle_no, run)
)

select
    row_key,
    patient_id,
    cycle_no,
    day_no,
    administration_date,
    greatest(
        count_if(begins_session) over (
            partition by patient_id, cycle_no order by administration_date, row_key
            rows between unbounded preceding and current row
        ) - 1,
        0
    ) as session_no,
from runs;

-- The place of each session in the patient's order of dates; a number that stands for two has two places.
create or replace macro cycle_places() as table
select
    patient_id,
    cycle_no,
    session_no,
    row_number() over (partition by patient_id order by min(administration_date), cycle_no) as place,
from cycle_sessions()
group by patient_id, cycle_no, session_no;

create or replace macro cycle_place_shown(of_row) as (
    select any_value(printf('recorded cycle %d, session %d in the order of dates', p.cycle_no, p.place))
    from cycle_sessions() as s
    inner join cycle_places() as p using (patient_id, cycle_no, session_no)
    where s.row_key = of_row
);

-- The first day of a session by each of its rows (date - day_no + 1), beside the one that most of its rows say.
create or replace macro cycle_days() as table
with
rows_with_start as (
    select
        *,
        administration_date - (day_no - 1)::integer as implied_start,
    from cycle_sessions()
    where day_no is not null
),

rows_with_votes as (
    select
        *,
        count(*) over (partition by patient_id, cycle_no, session_no, implied_start) as vote_count,
    from rows_with_start
),

rows_with_cycle_start as (
    select
        *,
        first_value(implied_start) over (
            partition by patient_id, cycle_no, session_no order by vote_count desc, implied_start
        ) as cycle_start,
    from rows_with_votes
)

select
    row_key,
    day_no,
    administration_date - cycle_start + 1 as derived_day_no,
    printf(
        '%s - %s + 1 = day %d, recorded day %d',
        administration_date::varchar,
        cycle_start::varchar,
        administration_date - cycle_start + 1,
        day_no
    ) as arithmetic,
from rows_with_cycle_start;

create or replace macro cycle_day_shown(of_row) as (
    select any_value(arithmetic) from cycle_days()
    where row_key = of_row
);

-- HAIC cycles as the site numbers them: when each begins and ends, its place in the order of dates, and its
-- neighbours. A row whose day contradicts the others of its cycle has its own finding (TX-003) and says nothing here.
create or replace macro numbered_cycles() as table
with
cycles as (
    select
        sessions.patient_id,
        sessions.cycle_no,
        sessions.session_no,
        min(sessions.administration_date) as cycle_start,
        max(sessions.administration_date) as cycle_end,
        row_number() over (
            partition by sessions.patient_id order by min(sessions.administration_date), sessions.cycle_no
        ) as place,
    from cycle_sessions() as sessions
    left join cycle_days() as days using (row_key)
    where coalesce(sessions.day_no = days.derived_day_no, true)
    group by sessions.patient_id, sessions.cycle_no, sessions.session_no
)

select
    *,
    lag(cycle_end) over in_order as end_before,
    lead(cycle_start) over in_order as start_after,
from cycles
window in_order as (partition by patient_id order by place);

-- The numbered cycles that share days with the one before or after them. Cycles out of order are left to TX-005's
-- other rule.
create or replace macro overlapping_cycles() as table
select
    patient_id,
    cycle_no,
    printf(
        'cycle %d: %s to %s%s%s',
        cycle_no,
        cycle_start::varchar,
        cycle_end::varchar,
        case when end_before >= cycle_start then ', the one before ends ' || end_before::varchar else '' end,
        case when start_after <= cycle_end then ', the next begins ' || start_after::varchar else '' end
    ) as arithmetic,
from numbered_cycles()
where end_before >= cycle_start or start_after <= cycle_end
qualify bool_and(place = cycle_no) over (partition by patient_id);

create or replace macro overlap_shown(of_patient, of_cycle) as (
    select any_value(arithmetic)
    from (
        select
            o.patient_id as known_patient,
            o.cycle_no as known_cycle,
            o.arithmetic,
        from overlapping_cycles() as o
    )
    where known_patient = of_patient and known_cycle = of_cycle
);

-- The infusions of atezolizumab with the days since the one before, and whether bevacizumab goes with them. A reason
-- recorded with either drug of the day explains a hold.
create or replace macro atezolizumab_infusions() as table
with
infusion_days as (
    select
        d.patient_id,
        d.administration_date,
        bool_or(d.drug = 'ATEZOLIZUMAB') as has_atezolizumab,
        bool_or(d.drug = 'BEVACIZUMAB') as has_bevacizumab,
        bool_or(d.reduction_reason is not null) as has_reason,
    from staging.drug_administrations as d
    where d.regimen = 'ATE_BEVA' and d.administration_date is not null
    group by d.patient_id, d.administration_date
),

infusions as (
    select
        *,
        lag(administration_date) over (partition by patient_id order by administration_date) as date_before,
    from infusion_days
    where has_atezolizumab
),

bevacizumab_without_a_day as (
    select distinct d.patient_id from staging.drug_administrations as d
    where d.drug = 'BEVACIZUMAB' and d.administration_date is null
)

select
    d.row_key,
    infusions.administration_date - infusions.date_before as interval_days,
    infusions.has_bevacizumab or bevacizumab_without_a_day.patient_id is not null as has_bevacizumab,
    infusions.has_reason,
    printf(
        '%s - %s = %d days',
        infusions.administration_date::varchar,
        infusions.date_before::varchar,
        infusions.administration_date - infusions.date_before
    ) as arithmetic,
from staging.drug_administrations as d
inner join infusions using (patient_id, administration_date)
left join bevacizumab_without_a_day using (patient_id)
where d.drug = 'ATEZOLIZUMAB' and d.regimen = 'ATE_BEVA' and not is_copy(d.row_key);

create or replace macro atezolizumab_interval_shown(of_row) as (
    select any_value(arithmetic) from atezolizumab_infusions()
    where row_key = of_row
);

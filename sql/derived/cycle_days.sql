-- One row per infusion of a numbered cycle with a day number, beside the day that its date is by the rows of its session.
-- The first day of a session by each of its rows is date - day_no + 1; the one that most of its rows say counts.
-- Citation: registry protocol, fluorouracil on days 1 to 3, cisplatin on day 2.
-- scope: patient
with
rows_with_start as (
    select
        *,
        administration_date - (day_no - 1)::integer as implied_start,
    from derived.cycle_sessions
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
    patient_id,
    day_no,
    administration_date - cycle_start + 1 as derived_day_no,
    administration_date,
    cycle_start,
from rows_with_cycle_start

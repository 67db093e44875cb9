-- One row per counted objective response (patient, exam, criterion): whether a later exam confirms it, and when.
-- CR is confirmed by the first CR, PR by the first CR or PR, at least confirm_days later. Strictly between them only
-- CR and NE (for CR) or CR, PR, NE and, with accept_sd, one SD (for PR) may lie, not more than max_ne NE; and no PR
-- may follow a CR up to the confirmation. Days are plain differences of dates.
-- Citation: admiralonco derive_param_confirmed_resp and derive_param_confirmed_bor.
-- scope: patient
with
counted_responses as (
    select * from cohort.response_histories
    where is_counted
),

responders as (
    select * from counted_responses
    where response in (select response_sets.response from cohort.response_sets where response_sets.response_set = 'ORR')
),

confirmations as (
    select
        responders.row_key,
        min(later_responses.exam_date) as confirmation_date,
    from responders
    inner join counted_responses as later_responses using (patient_id, criterion)
    where
        later_responses.exam_date - responders.exam_date >= getvariable('confirm_days')
        and (later_responses.response = 'CR' or (later_responses.response = 'PR' and responders.response = 'PR'))
        and later_responses.exam_date > responders.exam_date
    group by responders.row_key
),

windows as (
    select
        responders.row_key,
        count(*) filter (where between_responses.response = 'NE') as ne_count,
        count(*) filter (where between_responses.response = 'SD') as sd_count,
        count(*) filter (where between_responses.response = 'PR') as pr_count,
        count(*) filter (where between_responses.response not in ('CR', 'PR', 'SD', 'NE')) as other_count,
        min(between_responses.exam_date) filter (where between_responses.response = 'CR') as first_cr_date,
        max(between_responses.exam_date) filter (where between_responses.response = 'PR') as last_pr_date,
    from responders
    inner join confirmations using (row_key)
    inner join counted_responses as between_responses
        on
            responders.patient_id = between_responses.patient_id
            and responders.criterion = between_responses.criterion
            and between_responses.exam_date > responders.exam_date
            and between_responses.exam_date <= confirmations.confirmation_date
    group by responders.row_key
)

select
    responders.row_key,
    responders.patient_id,
    responders.exam_id,
    responders.criterion,
    responders.response,
    coalesce(
        windows.other_count = 0
        and windows.ne_count <= getvariable('max_ne')
        and case
            when responders.response = 'CR' then windows.pr_count = 0 and windows.sd_count = 0
            else
                windows.sd_count <= case when getvariable('accept_sd') then 1 else 0 end
                and coalesce(windows.last_pr_date < windows.first_cr_date, true)
        end,
        false
    ) as is_confirmed,
    responders.exam_date,
    confirmations.confirmation_date,
from responders
left join confirmations using (row_key)
left join windows using (row_key)

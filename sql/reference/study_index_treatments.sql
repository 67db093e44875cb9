-- One row per treatment from whose first day the study counts time: the drugs that begin it, where the study names regimens of it.
-- Filled from the settings of the study.
-- scope: registry
select
    null::varchar as treatment,
    null::varchar as label,
    null::varchar as beginning,
    null::varchar[] as drugs,
    null::bigint as order_no,
where false

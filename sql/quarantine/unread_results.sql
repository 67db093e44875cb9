-- One row per laboratory test with a result: how many results are filled, and how many of these cannot be read.
-- A file whose decimal mark is not said loses all results of the tests that have decimals, and few of the table.
-- scope: registry
select
    'labs ' || l.test as row_key,
    count_if(l.value_status <> 'missing')::bigint as filled_count,
    count_if(l.value_status = 'unreadable')::bigint as unread_count,
    100.0 * count_if(l.value_status = 'unreadable') / count_if(l.value_status <> 'missing') as unread_pct,
from staging.labs as l
where l.test is not null and not is_copy(l.row_key)
group by l.test
having count_if(l.value_status <> 'missing') > 0

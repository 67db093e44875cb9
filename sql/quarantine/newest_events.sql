-- One row per table whose freshness counts: the latest day that an accepted row tells of.
-- scope: registry
select
    'labs' as row_key,
    max(l.collected_date) as newest_date,
from accepted.labs as l
union all
select
    'follow_up' as row_key,
    max(greatest(f.last_contact_date, f.death_date)) as newest_date,
from accepted.follow_up as f

-- One row per laboratory test that CTCAE grades by a limit of normal: how many results after the index day lack it.
-- Citation: NCI CTCAE v5.0, grade 1 begins at the limit of normal.
-- scope: registry
with
lab_grades as (
    select * from cohort.lab_grades
    where
        test in (
            select bands.test from reference.ctcae_bands as bands
            where bands.version = getvariable('ctcae_version') and bands.basis in ('lower_limit', 'upper_limit')
        )
)

select
    test as row_key,
    test,
    count(*) as result_count,
    count(*) filter (where not has_limit) as without_limit_count,
    round(100.0 * count(*) filter (where not has_limit) / count(*), 9) as without_limit_pct,
from lab_grades
group by test

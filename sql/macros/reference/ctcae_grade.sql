-- CTCAE grade of a laboratory result, 0 to 4, by the bands of sql/reference/ctcae_bands.csv: the worst grade of which a band
-- certainly holds, unless one of a worse grade may hold. NULL then, and never 0 for it, and of a test that the version has no
-- bands of. A band for patients with a normal or a high baseline may hold where that is not known. Grades that are a clinical
-- judgement follow from no number. Results and limits are in the standard unit of the test.
-- (Columns are renamed inside: an argument named like one of them would else be taken for the inner one.)
-- Citation: NCI CTCAE; the bands cite row by row. A missing limit is no grade 0: admiral derive_var_atoxgr.
create or replace macro ctcae_grade(of_test, x, lower_limit, upper_limit, baseline, is_baseline_high, of_version) as (
    select
        case
            when
                max(case when coalesce(holds, true) then band_grade else 0 end)
                = max(case when holds then band_grade else 0 end)
                then max(case when holds then band_grade else 0 end)
        end
    from (
        select
            bands.band_grade,
            case
                when bands.band_when is not null and is_baseline_high is null then null
                when (bands.band_when = 'high') <> is_baseline_high then false
                else
                    is_beyond(
                        x,
                        bands.band_direction,
                        ctcae_bound(bands.band_basis, bands.band_bound, lower_limit, upper_limit, baseline)
                    )
            end as holds,
        from (
            select
                b.version as band_version,
                b.test as band_test,
                b.grade as band_grade,
                b.direction as band_direction,
                b.basis as band_basis,
                b.bound as band_bound,
                b.when_baseline as band_when,
            from reference.ctcae_bands as b
            where b.basis <> 'clinical'
        ) as bands
        where bands.band_test = of_test and bands.band_version = of_version
    )
);

-- One row per patient with an index date and variable known at baseline: its level, and the row that it stands in.
-- An arm may be made of any of them: a factor of the list of variables, a covariate that is true or false (a number above its
-- cut, a factor at certain levels), an item of the visit, or the index treatment and its regimen. Truth is written true or false.
-- Citation: sql/reference/variables.csv and covariates.csv, row by row.
-- scope: patient
with
index_dates as (
    select * from cohort.index_dates
),

visits as (
    select
        patient_id,
        source_row_key,
        assessment_date,
        child_pugh_class as child_pugh,
        bclc,
        ecog::varchar as ecog,
        ecog_band,
        ascites,
        encephalopathy,
        etiology,
        tumour_number as number,
        has_portal_vein_invasion::varchar as portal_vein_invasion,
        has_metastasis::varchar as metastasis,
    from cohort.baseline_assessments
),

levels_of_visits as (
    unpivot visits
    on columns(* exclude (patient_id, source_row_key, assessment_date))
    into name variable value level
),

characteristics as (
    select
        patient_id,
        columns(* exclude (row_key, patient_id, assessment_row_key, index_date))::varchar,
    from cohort.baseline_characteristics
),

values_of_characteristics as (
    unpivot characteristics
    on columns(* exclude (patient_id))
    into name column_name value said
),

values_at_baseline as (
    select
        patient_id,
        column_name,
        said,
    from values_of_characteristics
    union all
    select
        patient_id,
        test as column_name,
        value_std::varchar as said,
    from cohort.baseline_labs
),

variables as (
    select
        *,
        string_split(levels, ';') as written_levels,
    from reference.variables
),

levels_of_factors as (
    select
        said_values.patient_id,
        variables.variable,
        case
            when variables.levels is null then said_values.said
            else string_split(
                    list_filter(
                        variables.written_levels,
                        lambda one: list_contains(string_split(string_split(one, '=')[3], '|'), said_values.said)
                    )[1],
                    '='
                )[1]
        end as level,
    from variables
    inner join values_at_baseline as said_values on variables."column" = said_values.column_name
    where variables.kind = 'factor'
),

levels_of_cuts as (
    select
        said_values.patient_id,
        covariates.covariate as variable,
        is_above(
            said_values.said::double,
            coalesce(signs.said, results.value_operator, '='),
            covariates.cut
        )::varchar as level,
    from reference.covariates as covariates
    inner join variables using (variable)
    inner join values_at_baseline as said_values on variables."column" = said_values.column_name
    left join values_at_baseline as signs
        on said_values.patient_id = signs.patient_id and variables.operator = signs.column_name
    left join cohort.baseline_labs as results
        on said_values.patient_id = results.patient_id and variables."column" = results.test
    where covariates.cut is not null
),

levels_of_flags as (
    select
        levels_of_factors.patient_id,
        covariates.covariate as variable,
        list_contains(string_split(lower(covariates.levels), ';'), lower(levels_of_factors.level))::varchar as level,
    from reference.covariates as covariates
    inner join levels_of_factors using (variable)
    where covariates.levels is not null
),

levels as (
    select
        levels_of_visits.patient_id,
        levels_of_visits.variable,
        levels_of_visits.level,
        'assessments' as source_table,
        levels_of_visits.source_row_key,
        levels_of_visits.assessment_date as level_date,
        1 as rank,
    from levels_of_visits
    union all by name
    select
        *,
        2 as rank,
    from levels_of_factors
    union all by name
    select
        *,
        3 as rank,
    from levels_of_flags
    union all by name
    select
        *,
        3 as rank,
    from levels_of_cuts
    union all by name
    select
        patient_id,
        'index_treatment' as variable,
        index_treatment as level,
        source_table,
        source_row_key,
        index_date as level_date,
        1 as rank,
    from index_dates
    union all by name
    select distinct
        index_dates.patient_id,
        'regimen' as variable,
        cycles.plan as level,
        index_dates.source_table,
        index_dates.source_row_key,
        index_dates.index_date as level_date,
        1 as rank,
    from index_dates
    inner join cohort.cycle_regimens as cycles
        on index_dates.patient_id = cycles.patient_id and index_dates.index_treatment = cycles.treatment
)

select
    levels.patient_id || ':' || levels.variable as row_key,
    levels.patient_id,
    levels.variable,
    levels.level,
    levels.source_table,
    levels.source_row_key,
    coalesce(levels.level_date, index_dates.index_date) as level_date,
from levels
inner join index_dates using (patient_id)
where levels.level is not null
qualify row_number() over (partition by levels.patient_id, levels.variable order by levels.rank) = 1

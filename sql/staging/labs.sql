-- One row per laboratory result as sent.
-- value is the number (or the limit) in the unit as sent, value_std and the limits of normal are in the test's standard
-- unit (sql/reference/lab_units.csv). value_operator keeps what '>60500' says; is_censored marks it. A result for which
-- no number exists, such as 검체부족, is missing and not unreadable; positive and negative are results of qualitative
-- tests only, where the word decides and the number beside it is kept as sent ("negative (0.23)"); of any other test that
-- number is the result. What is not detected lies below the lowest usual result. A unit written behind the value must be
-- the unit of the unit column. Of two results of one specimen and test the corrected one counts, then the final one, then the
-- one that was reported later; where neither is said, both stand and are asked about.
-- Citation of the order: HL7 v2, table 0085 (C corrected, F final, P preliminary).
-- What many results share, text and day, is read once for all of them: a laboratory has a tenth as many texts as results.
-- scope: patient
with
result_texts as (
    select distinct
        source,
        decimal_mark,
        test,
        value,
        unit,
        lower_limit,
        upper_limit,
        result_status,
    from raw.labs
),

texts_without_flags as (
    select
        *,
        lab_text(value) as value_text,
    from result_texts
),

texts_with_test as (
    select
        *,
        lab_is_qualitative(test_code) as is_qualitative,
        coalesce(nullif(lab_beside_word(value_text), ''), value_text) as number_text,
    from (
        select
            *,
            read_code('labs.test', source, test) as test_code,
            read_code('labs.result_status', source, result_status) as result_status_code,
        from texts_without_flags
    )
),

texts_with_parts as (
    select
        *,
        lab_is_missing(value_text) as is_missing,
        lab_operator(number_text) as operator,
        lab_number(number_text, decimal_mark) as measured,
        lab_unit_in_value(number_text) as value_unit,
        is_qualitative and lab_quality(value_text) is not null as is_word,
        not is_qualitative and lab_is_undetected(value_text) as is_undetected,
    from texts_with_test
),

texts_with_unit as (
    select
        *,
        case
            when is_word or (is_undetected and unit is null) then lab_standard_unit(test_code)
            when coalesce(value_unit, '') = '' or fold_unit(unit) = value_unit then unit
            when unit is null then value_unit
            else unit || ' or ' || value_unit
        end as unit_read,
    from texts_with_parts
),

texts_with_factor as (
    select
        *,
        case
            when is_word then lab_quality(value_text)
            when is_undetected then lab_detectable(test_code) / factor
            else measured
        end as number,
        case when is_word then '=' when is_undetected then '<' else operator end as sign,
    from (
        select
            *,
            lab_factor(source, test_code, unit_read) as factor,
        from texts_with_unit
    )
),

texts_as_read as (
    select
        *,
        case result_status_code when 'CORRECTED' then 3 when 'PRELIMINARY' then 1 else 2 end as status_order,
        fold_unit(unit_read) as unit_folded,
        status_of(test_code, test) as test_status,
        status_of(result_status_code, result_status) as result_status_status,
        case
            when is_missing then 'missing'
            when isfinite(number) then 'ok'
            else 'unreadable'
        end as value_status,
        case
            when factor is not null or test_code is null then 'ok'
            when is_missing and unit is null then 'missing'
            else 'unreadable'
        end as unit_status,
        number_status(lower_limit, decimal_mark) as lower_limit_status,
        number_status(upper_limit, decimal_mark) as upper_limit_status,
        read_number(lower_limit, decimal_mark) * factor as lower_limit_std,
        read_number(upper_limit, decimal_mark) * factor as upper_limit_std,
        case when is_word then nullif(lab_beside_word(value_text), '') end as value_beside_word,
        case when not is_missing then number end as number_read,
        case when not is_missing and number is not null then sign end as value_operator,
    from texts_with_factor
),

moment_texts as (
    select distinct
        date_order,
        collected_at,
        reported_at,
    from raw.labs
),

moments_as_read as (
    select
        *,
        date_status(collected_at, date_order) as collected_at_status,
        date_status(reported_at, date_order) as reported_at_status,
        read_timestamp(collected_at, date_order) as collected,
        read_timestamp(reported_at, date_order) as reported,
        read_date(collected_at, date_order) as collected_date,
    from moment_texts
),

results_as_read as (
    select
        labs.*,
        texts_as_read.* exclude (source, decimal_mark, test, value, unit, lower_limit, upper_limit, result_status),
        moments_as_read.* exclude (date_order, collected_at, reported_at),
        trim(labs.specimen_id) as specimen,
    from raw.labs
    left join texts_as_read
        on
            labs.source is not distinct from texts_as_read.source
            and labs.decimal_mark is not distinct from texts_as_read.decimal_mark
            and labs.test is not distinct from texts_as_read.test
            and labs.value is not distinct from texts_as_read.value
            and labs.unit is not distinct from texts_as_read.unit
            and labs.lower_limit is not distinct from texts_as_read.lower_limit
            and labs.upper_limit is not distinct from texts_as_read.upper_limit
            and labs.result_status is not distinct from texts_as_read.result_status
    left join moments_as_read
        on
            labs.date_order is not distinct from moments_as_read.date_order
            and labs.collected_at is not distinct from moments_as_read.collected_at
            and labs.reported_at is not distinct from moments_as_read.reported_at
),

results_with_best_status as (
    select
        *,
        status_order < max(status_order) over same_specimen as is_of_lower_status,
        max(reported) over (
            partition by patient_id, test_code, collected, specimen, status_order
        ) as last_reported,
    from results_as_read
    window same_specimen as (partition by patient_id, test_code, collected, specimen)
)

select
    row_key,
    patient_id,
    patient_id_status,
    source,
    source_file,
    sheet,
    source_row,
    has_identifier,
    test_code as test,
    test_status,
    value_operator,
    value_status,
    unit_folded as unit,
    unit_status,
    lower_limit_status,
    upper_limit_status,
    collected_at_status,
    reported_at_status,
    result_status_status,
    specimen as specimen_id,
    result_status_code as result_status,
    value_beside_word,
    number_read as value,
    number_read * factor as value_std,
    lower_limit_std,
    upper_limit_std,
    coalesce(value_operator <> '=', false) as is_censored,
    coalesce(
        (is_of_lower_status or reported < last_reported)
        and patient_id is not null and test_code is not null and collected is not null,
        false
    ) as is_superseded,
    reported as reported_at,
    collected as collected_at,
    collected_date,
from results_with_best_status

-- One row per creatinine result with an upper limit of normal: how many times the limit it is, to nine decimals.
-- Results that are impossible are left to PA-010.
-- Citation: CTCAE v5.0, creatinine increased.
-- scope: patient
select
    l.row_key,
    l.patient_id,
    l.value_std as creatinine_mg_dl,
    l.upper_limit_std as upper_limit_mg_dl,
    round(l.value_std / l.upper_limit_std, 9) as ratio,
    l.collected_date,
from staging.labs as l
where
    l.test = 'CREAT' and l.value_operator in ('=', '>', '>=') and l.upper_limit_std > 0
    and not is_impossible(l.test, l.value_std) and not is_copy(l.row_key)

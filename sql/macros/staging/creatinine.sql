-- Cisplatin into the hepatic artery with a creatinine above so many times its upper limit of normal in the days before;
-- the highest such ratio. Results that are impossible are left to PA-010.
create or replace macro cisplatin_with_creatinine(of_factor, within_days) as table
with
results as (
    select
        l.patient_id,
        l.collected_date,
        l.value_std,
        l.upper_limit_std,
        round(l.value_std / l.upper_limit_std, 9) as ratio,
    from staging.labs as l
    where
        l.test = 'CREAT' and l.value_operator in ('=', '>', '>=') and l.upper_limit_std > 0
        and round(l.value_std / l.upper_limit_std, 9) > of_factor
        and not is_impossible(l.test, l.value_std) and not is_copy(l.row_key)
)

select
    d.row_key,
    arg_max(
        printf(
            '%.2f mg/dL / %.2f mg/dL = %.2f times the upper limit, %d days before',
            results.value_std,
            results.upper_limit_std,
            results.ratio,
            d.administration_date - results.collected_date
        ),
        results.ratio * 1000 - (d.administration_date - results.collected_date)
    ) as arithmetic,
from staging.drug_administrations as d
inner join results
    on
        d.patient_id = results.patient_id
        and d.administration_date - results.collected_date between 0 and within_days
where d.drug = 'CISPLATIN' and d.regimen = 'HAIC' and not is_copy(d.row_key)
group by d.row_key;

create or replace macro creatinine_shown(of_row, of_factor, within_days) as (
    select any_value(arithmetic) from cisplatin_with_creatinine(of_factor, within_days)
    where row_key = of_row
);

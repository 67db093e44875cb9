-- Days from one day to another, and days as months. admiral counts the first day too (plus_one = 1), R's difftime
-- does not (0).
-- Citation: admiral, derive_vars_duration and its constant of 30.4375 days per month; R difftime.
create or replace macro elapsed_days(from_date, to_date, plus_one) as
    (to_date - from_date) + plus_one;
create or replace macro months_of_days(number_of_days, days_per_month) as
    number_of_days / days_per_month;

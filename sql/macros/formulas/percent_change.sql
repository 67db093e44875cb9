-- Change in percent of an earlier value, rounded to 9 decimals so that exactly 30 % stays 30 % in floating point;
-- NULL from zero.
-- Citation: admiral compares after signif(x, 15) for the same reason.
create or replace macro percent_change(now_mm, then_mm) as
    round(100.0 * (now_mm - then_mm) / nullif(then_mm, 0), 9);

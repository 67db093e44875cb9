-- Completed years from one day to another: a birthday counts from its own day on, that of 29 February from 1 March in
-- other years.
-- DuckDB's date_diff('year') counts calendar years and makes half of all ages wrong.
create or replace macro completed_years(from_date, to_date) as
    year(to_date) - year(from_date)
    - case when 100 * month(to_date) + day(to_date) < 100 * month(from_date) + day(from_date) then 1 else 0 end;

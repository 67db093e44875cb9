-- HCC-TACE-Seg gives intervals, not dates. An invented calendar makes dates of them and keeps every interval exactly: every patient's
-- TACE is on 2004-01-05 and the baseline scan 7 days before it (any constant of 1 to 8 days puts TACE between the two scans).
-- Time to progression counts from TACE (it lies 1 to 28 days below the interval between the scans in 21 patients and never equals it);
-- survival is put on the same clock. Weeks are whole days written as decimals. The glossary's formula for Interval_BL (diagnosis minus
-- scan) would put the diagnosis after the scan in most patients; read as scan minus diagnosis it does so in 23.
-- Moawad AW et al., TCIA 2021, DOI 10.7937/TCIA.5FNA-0924; Sci Data 2023;10:33.
create or replace macro tace_date() as date '2004-01-05';

create or replace macro baseline_scan_date() as tace_date() - 7;

create or replace macro days_of_weeks(weeks) as round(7 * try_cast(weeks as double))::int;

create or replace macro follow_up_scan_date(weeks) as baseline_scan_date() + days_of_weeks(weeks);

create or replace macro weeks_after_tace(weeks) as tace_date() + days_of_weeks(weeks);

create or replace macro hcc_diagnosis_date(days) as baseline_scan_date() - try_cast(days as int);

create or replace macro mrecist_category(category) as
    case category when '1' then 'CR' when '2' then 'PR' when '3' then 'SD' when '4' then 'PD' else category end;

-- either_yes: Y if one of two 0/1 columns is 1, N if both are 0, else unknown; what is neither 0 nor 1 stays as it stands.
create or replace macro either_yes(a, b) as
    case
        when a = '1' or b = '1' then 'Y'
        when a = '0' and b = '0' then 'N'
        else coalesce(nullif(nullif(a, '0'), '1'), nullif(nullif(b, '0'), '1'))
    end;

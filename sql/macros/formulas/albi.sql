-- Albumin-bilirubin score and grade: 0.66 log10(bilirubin, umol/L) - 0.085 (albumin, g/L); grade 1 to -2.60, 2 to
-- -1.39, 3 above.
-- Bilirubin comes in mg/dL (17.104 umol/L each), albumin in g/dL; NULL where the logarithm does not exist. Grades
-- compare after rounding to 9 decimals, so that a score on the limit is not lost to the last bit.
-- Citation: Johnson et al., J Clin Oncol 2015;33:550. The 0.0852 of some programs is not in it.
create or replace macro albi_score(total_bilirubin_mg_dl, albumin_g_dl) as
    case
        when total_bilirubin_mg_dl > 0 and albumin_g_dl is not null
            then 0.66 * log10(total_bilirubin_mg_dl * 17.104) - 0.085 * (albumin_g_dl * 10)
    end;
create or replace macro albi_grade(score) as
    case when round(score, 9) <= -2.60 then 1 when round(score, 9) <= -1.39 then 2 when score is not null then 3 end;

-- Modified grade: 2 is divided into 2a and 2b, at -2.27 unless the settings say otherwise.
-- Citation: Hiraoka et al., Liver Cancer 2017;6:325.
create or replace macro malbi_grade(score, cut) as
    case
        when albi_grade(score) = 2 then case when round(score, 9) <= cut then '2a' else '2b' end
        else albi_grade(score)::varchar
    end;

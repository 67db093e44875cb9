-- Child-Pugh score of five items and its class. Both limits of a middle band score 2: bilirubin 2 to 3 mg/dL, INR 1.7
-- to 2.3, albumin from the lower cut (2.8, or 3.0 after Harrison) to 3.5 g/dL. NULL where an item is missing: a score
-- of four items is no score.
-- Citation: Pugh et al., Br J Surg 1973;60:646, as tabulated in PMC3017746 and by the Cleveland Clinic Journal of
-- Medicine.
create or replace macro child_pugh_points(lab_value, two_from, two_to) as
    case when lab_value < two_from then 1 when lab_value <= two_to then 2 when lab_value > two_to then 3 end;
create or replace macro child_pugh_score(
    total_bilirubin_mg_dl, albumin_g_dl, inr, ascites, encephalopathy, albumin_cut_g_dl
) as
    child_pugh_points(total_bilirubin_mg_dl, 2.0, 3.0)
    + (4 - child_pugh_points(albumin_g_dl, albumin_cut_g_dl, 3.5))
    + child_pugh_points(inr, 1.7, 2.3)
    + case ascites when 'none' then 1 when 'mild' then 2 when 'moderate' then 3 end
    + case encephalopathy when 'none' then 1 when '1-2' then 2 when '3-4' then 3 end;
create or replace macro child_pugh_class(score) as
    case
        when score between 5 and 6 then 'A' when score between 7 and 9 then 'B' when score between 10 and 15 then 'C'
    end;

-- Body surface area in m2 from height in cm and weight in kg; NULL where either is missing or not positive.
-- Citation: Mosteller, N Engl J Med 1987;317:1098; Du Bois and Du Bois, Arch Intern Med 1916;17:863; both as in
-- admiral compute_bsa.
create or replace macro mosteller_m2(height_cm, weight_kg) as
    case when height_cm > 0 and weight_kg > 0 then sqrt(height_cm * weight_kg / 3600.0) end;
create or replace macro dubois_m2(height_cm, weight_kg) as
    case when height_cm > 0 and weight_kg > 0 then 0.007184 * pow(height_cm, 0.725) * pow(weight_kg, 0.425) end;
create or replace macro body_surface_area_m2(height_cm, weight_kg, formula) as
    case formula
        when 'mosteller' then mosteller_m2(height_cm, weight_kg)
        when 'dubois' then dubois_m2(height_cm, weight_kg)
    end;

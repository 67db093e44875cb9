-- body_mass_index: kg/m², to nine decimals, so that a value at a limit is at the limit.
create or replace macro body_mass_index(height, weight) as round(weight / (height / 100.0) ** 2, 9);

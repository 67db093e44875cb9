-- Whether a row of a list holds here: its condition is blank, or is a setting and its value, such as
-- `pfs_censor = last_contact`, and the setting has this value.
create or replace macro is_in_force(condition) as
    condition is null
    or condition in (select settings.name || ' = ' || settings.value from duckdb_variables() as settings);

-- is_copy: an exact copy of another row. Its key is the md5 of the content, # and a number; a key of the cohort may hold a # of its own.
create or replace macro is_copy(of_key) as contains(of_key, '#') and regexp_matches(of_key, '^[0-9a-f]+#[0-9]+$');

-- course_of: which treatment the responses of RS and TR are of. The protocol has one course, HAIC.
create or replace macro course_of() as 'HAIC';

-- first_origin: where the first row of a group comes from, by which a finding leads back to the file.
create or replace macro first_origin(origins) as list_sort(origins)[1];

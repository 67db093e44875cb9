-- The lesions of which a lesion is made, by its name: T1.2 split from T1, T1/T2 (or T1/2) merged from T1 and T2; and by what is
-- said of it beside the name.
-- Citation: CDISC Controlled Terminology, Tumor Split (C96642) and Tumor Merged (C94525): TULNKID T04.1, T02/T03.
create or replace macro lesions_named_in(names) as
    list_transform(
        string_split(names, '/'),
        lambda part: case when regexp_full_match(trim(part), '\d+') then regexp_extract(names, '^\D*') else '' end
        || regexp_replace(trim(part), '(\.\d+)+$', '')
    );

create or replace macro lesions_said(split_from, merged_with) as
    list_concat(coalesce(lesions_named_in(split_from), []), coalesce(lesions_named_in(merged_with), []));

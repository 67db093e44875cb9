-- diagnosis_code: the code of a diagnosis without its dot and without the A that HIRA puts before it, so that C22.0, C220 and AC22.0 are
-- one; its name may follow it (C22.0 간세포암종, C22.0: HCC). NULL for what is no code: it may be a sentence, and a person's name may
-- stand in it. NULL too where what follows has a number, which may be another code, or a word by which the code is not meant as it stands.
create or replace macro diagnosis_code(t) as list_transform(
    [replace(upper(fold(t)), '.', '')],
    lambda s: case
        when not regexp_matches(
            s,
            '[?/]|\b(RO|HO|HX|FHX|FH|DDX|NO|NOT|VS)\b'
            || '|\b(RULE|SUSP|PROB|POSS|HISTORY|FAMILY|EXCL|LIKELY|UNLIKELY|CONSIDER|DOUBT|QUEST|UNCERT)'
            || '|의심|의증|추정|배제|감별|가능|과거|가족|병력|아님|아닌|아니|없음'
        )
            then nullif(regexp_extract(s, '^A?([A-Z]\d[0-9A-Z]{1,5})([^0-9A-Z]\D*)?$', 1), '')
    end
)[1];

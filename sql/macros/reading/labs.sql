-- A laboratory result as written has four parts: flags (H, L, ▲ …, dropped), an operator, a number, and sometimes the
-- unit again. Operators are kept: '>60500' is not 60500. Korean words: 이상 >=, 초과 >, 이하 <=, 미만 <. lab_text gives the
-- text without its flags and without remarks in brackets ("12.3(재검)"), and => and =< in their usual order; the other
-- macros take that text, not the raw one. A sign between digits is no flag: 50*2 is a product, 45↑60 are two results.
create or replace macro lab_text(t) as
    trim(regexp_replace(regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(fold_number(t), '([\d.,])\s*[▲▼△▽↑↓*]+\s*([\d.,])', '\1 | \2', 'g'), '[▲▼△▽↑↓*]', '', 'g'
            ),
            '^(h|l|hh|ll)\s+|\s+(h|l|hh|ll)$|\s*[(\[](h|l|hh|ll|high|low)[)\]]$', '', 'g'
        ),
        '(\d)\s*[(\[](재검|재검사|재확인|확인|반복|희석|rechecked|recheck|repeated|repeat|rerun|confirmed|verified|diluted)[)\]]$', '\1'
    ), '^(?:=\s*([<>])|([<>])\s*=)', '\1\2='));

create or replace macro lab_operator(s) as
    case
        when regexp_matches(s, '^>=|이상$') then '>='
        when regexp_matches(s, '^<=|이하$') then '<='
        when regexp_matches(s, '^>|초과$') then '>'
        when regexp_matches(s, '^<|미만$') then '<'
        else '='
    end;

-- (One operator is taken off: what holds two, such as '>5 이하', is no number.)
create or replace macro lab_bare(s) as trim(regexp_replace(s, '^([<>]=?)\s*|\s*(이상|이하|초과|미만)$', ''));

-- number_before_unit: a number with a unit behind it; the e5 of 1.2e5 is none.
create or replace macro number_before_unit() as
    '^([-+]?[\d.,]+(?:e[-+]?\d+)?)\s*((?:[a-df-zμ%]|e[a-zμ/%])[a-z0-9μ/^%]*)$';

-- lab_unit_in_value: a unit written behind the number ('> 60500 ng/ml'), folded as units are; '' where there is none.
create or replace macro lab_unit_in_value(s) as
    fold_unit(regexp_extract(lab_bare(s), number_before_unit(), 2));

create or replace macro lab_number(s, decimal_mark) as
    read_number(regexp_replace(lab_bare(s), number_before_unit(), '\1'), decimal_mark);

-- Words that say why there is no result.
create or replace macro lab_is_missing(s) as
    coalesce(
        regexp_full_match(
            s,
            '|-+|검체부족|검체 부족|검체없음|재검|재검사|용혈|응고|미시행|취소|hemoly[sz]ed|clotted|insufficient|qns|not done|cancel(l)?ed|pending'
        ),
        true
    );

-- lab_is_qualitative: whether the results of a test may be words (sql/reference/lab_tests.csv).
create or replace macro lab_is_qualitative(of_test) as
    coalesce(of_test in (select t.test from reference.lab_tests as t where t.is_qualitative), false);

-- lab_word: the word of a result in words, without the number that may stand beside it: "negative (0.23)", "250 양성".
-- lab_beside_word: that number with its sign; '' where there is none.
create or replace macro lab_word_pattern() as
    '(weakly positive|weak positive|약양성|positive|pos|양성|\(\+\)|non-? ?reactive|reactive|negative|neg|음성|\(-\)'
    || '|nd|n\.d\.?|not detected|none detected|undetected|undetectable|불검출|미검출|검출 ?안됨|검출되지 않음)';

create or replace macro lab_number_beside_word() as '([<>]?=?\s*\d[\d.,]*)\s*(?:s/co|coi|index|iu/ml|ng/ml|mau/ml)?';

create or replace macro lab_word(s) as regexp_extract(
    s,
    '^(?:' || lab_word_pattern() || '(?:\s*[(\[:]?\s*' || lab_number_beside_word() || '\s*[)\]]?)?'
    || '|' || lab_number_beside_word() || '\s*[(\[:]?\s*' || lab_word_pattern() || '[)\]]?)$',
    ['before', 'behind', 'number', 'last']
);

create or replace macro lab_quality(s) as list_transform(
    [lab_word(s)],
    lambda w: case
        when regexp_full_match(coalesce(nullif(w.before, ''), w.last), 'non.*|neg.*|음성|\(-\)|n.*d.*|und.*|불검출|미검출|검출.*') then 0.0
        when coalesce(nullif(w.before, ''), w.last) <> '' then 1.0
    end
)[1];

create or replace macro lab_beside_word(s) as list_transform(
    [lab_word(s)], lambda w: case when coalesce(w.behind, '') <> '' then w.behind else coalesce(w.number, '') end
)[1];

-- lab_is_undetected: whether a result says that there was too little to measure.
create or replace macro lab_is_undetected(s) as
    coalesce(regexp_full_match(s, 'nd|n\.d\.?|not detected|none detected|undetected|undetectable|불검출|미검출|검출 ?안됨|검출되지 않음'), false);

-- lab_detectable: the lowest usual result of a test, in its standard unit: what is not detected lies below it; NULL where it is 0.
create or replace macro lab_detectable(of_test) as (
    select any_value(nullif(lowest, 0))
    from (
        select
            t.test as known_test,
            t.soft_low as lowest,
        from reference.lab_tests as t
    )
    where known_test = of_test
);

create or replace macro lab_standard_unit(of_test) as (
    select any_value(standard_unit)
    from (
        select
            t.test as known_test,
            t.unit as standard_unit,
        from reference.lab_tests as t
    )
    where known_test = of_test
);

-- lab_factor: what one of this unit is in the test's standard unit; NULL where the unit is not allowed for the test.
create or replace macro lab_factor(of_source, of_test, unit_text) as (
    select any_value(book_factor)
    from (
        select
            u.source as book_source,
            u.test as book_test,
            u.written as book_unit,
            u.factor as book_factor,
        from reference.lab_units as u
    )
    where book_source = of_source and book_test = of_test and book_unit = fold_unit(coalesce(unit_text, ''))
);

-- unit_that_fits: the unit of the test in which the number as sent would be usual (low to high, in the standard unit);
-- NULL if there is none. Only units far from the one sent can be told by the number: `apart` says how far.
create or replace macro unit_that_fits(of_source, of_test, number_sent, of_factor, low, high, apart) as (
    select min(book_unit)
    from (
        select
            u.source as book_source,
            u.test as book_test,
            u.written as book_unit,
            u.factor as book_factor,
        from reference.lab_units as u
    )
    where
        book_source = of_source
        and book_test = of_test
        and greatest(book_factor / of_factor, of_factor / book_factor) >= apart
        and round(number_sent * book_factor, 9) between low and high
);

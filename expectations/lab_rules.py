"""Laboratory results beyond their range: units mixed up, limits and sentinels without their sign, samples and panels that cannot be."""

from collections.abc import Iterable

from schemas.lab_tests import lab_tests, tests_told_by_unit, tests_with
from schemas.rule import Escalation, Rule

APART = 5  # how far two units of a test lie apart that the number alone tells from each other: not two that differ by 1.21
USUAL = {test: lab_tests()[test].soft for test in tests_told_by_unit(APART)}
# 999 is an ordinary result of many tests; a word of [missing] in the settings declares such a number, and it never comes here.
SENTINELS = {code: test.sentinels for code, test in lab_tests().items() if test.sentinels}
IS_SENTINEL = " or ".join(f"(test = '{test}' and value in ({', '.join(map(str, numbers))}))" for test, numbers in SENTINELS.items())
STANDS_FOR_UNKNOWN = f"value_operator = '=' and value = value_std and ({IS_SENTINEL})"
WITHOUT_RANGE = tests_with(lambda test: not test.hard)  # of the others the range says what zero is
MAY_BE_ZERO = tests_with(lambda test: test.may_be_zero)  # negative
CAPS = {code: test.caps for code, test in lab_tests().items() if test.caps}
TEST_VALUE_UNIT = ("test", "value", "unit")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _by_test(position: int) -> str:
    return " ".join(f"when '{test}' then {{{test.lower()}_{('low', 'high')[position]}}}" for test in USUAL)


def _at_a_cap(test: str) -> str:
    caps = ", ".join(f"{{{test}_cap_{number}}}" for number, _ in enumerate(CAPS[test], start=1))
    return f"(test = '{test}' and (value in ({caps}) or round(value_std, 6) in ({caps})))"


def _standard_unit_of(tests: Iterable[str]) -> str:
    units = " ".join(f"when '{test}' then '{lab_tests()[test].unit}'" for test in tests)
    return f"case test {units} end"


LAB_RULES = (
    # The table of units guards itself: it is wrong for every row or for none, so it stops.
    Rule(
        id="CC-007",
        name="conversion_to_the_standard_unit_can_be_undone",
        level="stop",
        category="conformance, computational",
        columns=TEST_VALUE_UNIT,
        when_null="passes: no number, no test, or a unit that the registry does not know",
        message="the result in the standard unit, converted back, is not the result as sent",
        action="Check the factor of this test's unit in registry.toml; if none stands there, report it: the table of units is wrong.",
        citation="Registry table of units (sql/reference/lab_units.csv)",
        thresholds={"tolerance": 1e-6},
        query=(
            "select s.row_key from (select * from {batch} where value is not null and test is not null and unit_status = 'ok') as s "
            "left join reference.lab_units as u on u.source = s.source and u.test = s.test and u.written = coalesce(s.unit, '') "
            "where not coalesce(abs(s.value_std / u.factor - s.value) <= {tolerance} * abs(s.value), false)"
        ),
        shows="value || ' ' || coalesce(unit, '') || ' -> ' || coalesce(value_std::varchar, 'nothing')",
    ),
    Rule(
        id="CV-025",
        name="result_is_no_number_that_stands_for_unknown",
        level="reject",
        category="conformance, value",
        columns=TEST_VALUE_UNIT,
        when_null="passes: a missing result is a matter of completeness",
        message="the result is one that systems write for unknown (such as 9999), and no ordinary result of this test",
        action="Send a blank cell for unknown, or declare the number under missing in registry.toml; report it if it was measured.",
        citation="Registry protocol: a sentinel number passes wide ranges",
        where=STANDS_FOR_UNKNOWN,
        escalation=Escalation(above_pct=1),
    ),
    Rule(
        id="PA-011",
        name="neutrophils_are_not_more_than_leucocytes",
        level="flag",
        category="plausibility, atemporal",
        columns=("test", "value", "specimen_id"),
        when_null="passes: one of the two is not counted in this sample, or impossible in itself",
        message="the sample has more neutrophils than leucocytes, of which they are a part",
        action="Check both counts and their units.",
        citation="Neutrophils are leucocytes; allowance for rounding",
        thresholds={"ratio": 1.02},
        query=(
            "select a.row_key from (select * from {batch} where test = 'ANC') as a join (select * from {batch} where test = 'WBC') as w "
            "on w.patient_id = a.patient_id and w.collected_at = a.collected_at and w.specimen_id is not distinct from a.specimen_id "
            "where round(a.value_std, 9) > round(w.value_std * {ratio}, 9) "
            "and not is_impossible('ANC', a.value_std) and not is_impossible('WBC', w.value_std)"
        ),
        shows=(
            "'neutrophils ' || round(value_std, 3) || ' > ' || {ratio} || ' x leucocytes ' "
            "|| round(sample_value(patient_id, collected_at, specimen_id, 'WBC'), 3) || ' 10^3/uL'"
        ),
    ),
    Rule(
        id="PA-013",
        name="result_at_the_limit_of_an_assay_has_its_sign",
        level="flag",
        category="plausibility, atemporal",
        columns=TEST_VALUE_UNIT,
        when_null="passes: no result",
        message="the result is exactly the upper limit of an assay, without the sign that says that it is more",
        action="Look at the printed result; if it was a limit, send it with its sign (such as >60500).",
        citation="Registry protocol: limits of common assays (sql/reference/lab_tests.csv)",
        thresholds={f"{test}_cap_{number}": cap for test, caps in CAPS.items() for number, cap in enumerate(caps, start=1)},
        where=f"value_operator = '=' and ({' or '.join(map(_at_a_cap, CAPS))})",
        shows=(
            "value || ' ' || coalesce(unit, '') || ' = ' || round(value_std, 3) "
            f"|| ' ' || {_standard_unit_of(CAPS)} || ', the limit of an assay'"
        ),
    ),
    # A range may have found the row already: it says that the number cannot be, this rule says which unit it most likely has.
    Rule(
        id="PA-014",
        name="result_is_not_usual_in_another_unit_only",
        level="flag",
        category="plausibility, atemporal",
        columns=TEST_VALUE_UNIT,
        when_null="passes: no result, or a unit that the registry does not know",
        message="the result is not usual in its unit, but would be in another unit of this test; nothing is converted by a guess",
        action="Check the unit in the source and send the row again.",
        citation="OHDSI DataQualityDashboard plausibleUnitConceptIds",
        thresholds={
            **{f"{test.lower()}_low": low for test, (low, _) in USUAL.items()},
            **{f"{test.lower()}_high": high for test, (_, high) in USUAL.items()},
            "apart": APART,
        },
        query=(
            "with unusual as materialized (select s.row_key, s.source, s.test, s.value, s.value_std, usual.low, usual.high "
            "from (select * from {batch} where value > 0 and value_std > 0) as s join (values "
            + ", ".join(f"('{test}', {{{test.lower()}_low}}, {{{test.lower()}_high}})" for test in USUAL)
            + ") as usual (test, low, high) on usual.test = s.test where round(s.value_std, 9) not between usual.low and usual.high) "
            "select s.row_key from unusual as s join reference.lab_units as u on u.source = s.source and u.test = s.test "
            "where round(s.value * u.factor, 9) between s.low and s.high "
            "and greatest(u.factor * s.value / s.value_std, s.value_std / s.value / u.factor) >= {apart}"
        ),
        shows=(
            "value || ' ' || coalesce(unit, '') || ' is ' || round(value_std, 4) || ' in the standard unit (usual ' "
            f"|| case test {_by_test(0)} end || ' to ' || case test {_by_test(1)} end || '); likely unit: ' "
            "|| unit_that_fits(source, test, value, value_std / value, "
            f"case test {_by_test(0)} end, case test {_by_test(1)} end, {{apart}})"
        ),
        escalation=Escalation(above_pct=1),
    ),
    Rule(
        id="PA-015",
        name="direct_bilirubin_is_not_above_total",
        level="flag",
        category="plausibility, atemporal",
        columns=("test", "value", "specimen_id"),
        when_null="passes: one of the two is not measured in this sample",
        message="the direct bilirubin is higher than the total bilirubin of the same sample, of which it is a part",
        action="Check both results and their units.",
        citation="Direct bilirubin is part of the total; allowance for rounding",
        thresholds={"tolerance_mg_dl": 0.1},
        query=(
            "select d.row_key from (select * from {batch} where test = 'DBIL') as d join (select * from {batch} where test = 'TBIL') as t "
            "on t.patient_id = d.patient_id and t.collected_at = d.collected_at and t.specimen_id is not distinct from d.specimen_id "
            "where round(d.value_std - t.value_std, 9) > {tolerance_mg_dl}"
        ),
        shows=(
            "'direct ' || round(value_std, 3) || ' > total ' "
            "|| round(sample_value(patient_id, collected_at, specimen_id, 'TBIL'), 3) || ' + {tolerance_mg_dl} mg/dL'"
        ),
    ),
    # Tests with a range have zero and negative results judged by it (some may be zero, unusually).
    Rule(
        id="PA-016",
        name="result_is_not_zero_or_negative",
        level="flag",
        category="plausibility, atemporal",
        columns=TEST_VALUE_UNIT,
        when_null="passes: a missing result is a matter of completeness",
        message="the result is zero or negative, which this test cannot be",
        action="Check the result; zero often stands for a result that is missing.",
        citation="MIMIC-IV chemistry.sql: values cannot be 0 or negative",
        where=(f"test in ({_listed(WITHOUT_RANGE)}) and value <= 0 and not (value = 0 and test in ({_listed(MAY_BE_ZERO)}))"),
    ),
    # One finding per panel, at one of its rows: the panel was copied, not each of its results.
    Rule(
        id="PA-021",
        name="panel_is_not_a_copy_of_an_earlier_one",
        level="flag",
        category="plausibility, uniqueness",
        columns=("test", "value", "collected_at"),
        when_null="passes: results without a number do not count",
        message="all results of this sample are those of an earlier day of the patient to the last digit: a panel copied forward",
        action="Send the results that were measured on this day, or leave the day out.",
        citation="Registry protocol: two days do not share a panel",
        thresholds={"min_tests": 6},
        query=(
            "with results as (select row_key, patient_id, collected_at, collected_date, test, value_operator, value, unit, "
            "hash(test, value_operator, value, unit) as digest from {batch} "
            "where value is not null and test is not null and collected_at is not null and not is_copy(row_key)), "
            "panels as (select patient_id, collected_at, sum(digest) as digest from results group by all having count(*) >= {min_tests}), "
            "look_alike as (select patient_id, digest from panels group by all having count(*) > 1), "
            "suspects as (select * from panels semi join look_alike on look_alike.patient_id is not distinct from panels.patient_id "
            "and look_alike.digest = panels.digest), "
            "compared as (select r.patient_id, r.collected_at, min(r.row_key) as first_row, any_value(r.collected_date) as on_day, "
            "list_sort(list(r.test || r.value_operator || r.value || coalesce(r.unit, ''))) as panel "
            "from results as r semi join suspects as s "
            "on s.patient_id is not distinct from r.patient_id and s.collected_at = r.collected_at "
            "group by r.patient_id, r.collected_at having count(distinct r.test) >= {min_tests}) "
            "select first_row as row_key from compared qualify on_day > min(on_day) over (partition by patient_id, panel)"
        ),
    ),
)

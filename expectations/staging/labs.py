"""Laboratory results: plausible for their test, censored results keep their sign, none drawn after death."""

from collections.abc import Iterable
from dataclasses import replace

from expectations.date_rules import not_after_death, not_before_birth, not_in_the_future
from expectations.key_rules import one_row_per
from expectations.lab_rules import LAB_RULES, STANDS_FOR_UNKNOWN
from schemas.lab_tests import lab_tests, limits_for_grades, tests_by_range_rule
from schemas.rule import Escalation, Rule
from schemas.shared_rules import FACTS_RANGES
from schemas.staging.labs import KEY


def _what(tests: Iterable[str]) -> str:
    *others, last = (lab_tests()[test].in_a_sentence for test in tests)
    return f"{', '.join(others)} or {last}" if others else last


RANGES = {rule_id: (tests, f"the result of {_what(tests)}") for rule_id, tests in tests_by_range_rule().items()}
# A converted result is held against the limit to nine decimals: 8.84 µmol/L of creatinine, 0.1 mg/dL, are 0.09999999999999999 in binary.
VALUE = "round(value_std, 9)"


def _range_rules(rule_id: str, tests: tuple[str, ...], what: str) -> tuple[Rule, Rule]:
    hard = {f"{test}_{end}": limit for test in tests for end, limit in zip(("low", "high"), lab_tests()[test].hard, strict=True)}
    soft = {f"{test}_soft_{end}": limit for test in tests for end, limit in zip(("low", "high"), lab_tests()[test].soft, strict=True)}
    shared = {
        "id": rule_id,
        "category": "plausibility, atemporal",
        "columns": ("test", "value", "unit"),
        "when_null": "passes: a missing or unreadable result has its own finding; a censored one is judged by its limit",
        "citation": FACTS_RANGES,
        "applies": f"test in ({', '.join(repr(test) for test in tests)}) and value_std is not null",
    }
    label = "_".join(tests).lower()
    return (
        Rule(
            name=f"{label}_is_possible",
            level="reject",
            message=f"{what} is outside the possible range of the test",
            action="Check the value, the unit and the test in the source; a unit mix-up is the usual cause.",
            where=" or ".join(f"(test = '{test}' and {VALUE} not between {{{test}_low}} and {{{test}_high}})" for test in tests),
            thresholds=hard,
            shows=_shown(tests, ""),
            **shared,
        ),
        Rule(
            name=f"{label}_is_usual",
            level="flag",
            message=f"{what} is possible but outside the usual range of the test",
            action="Confirm the value in the source.",
            where=f"not ({STANDS_FOR_UNKNOWN}) and ("
            + " or ".join(
                f"(test = '{test}' and {VALUE} between {{{test}_low}} and {{{test}_high}} "
                f"and {VALUE} not between {{{test}_soft_low}} and {{{test}_soft_high}})"
                for test in tests
            )
            + ")",
            thresholds=hard | soft,
            shows=_shown(tests, "soft_"),
            **shared,
        ),
    )


def _shown(tests: tuple[str, ...], kind: str) -> str:
    limits = " ".join(f"when '{test}' then '{{{test}_{kind}low}} to {{{test}_{kind}high}}'" for test in tests)
    return f"test || ' ' || {VALUE} || ' in the standard unit, outside ' || case test {limits} end"


# Where most results of a test come without the limit, the source does not send it: one finding of cohort.graded_tests says so.
LIMITS_OF = limits_for_grades()
LACKS_ITS_LIMIT = " or ".join(
    f"(test = '{test}' and {side}_limit_status = 'missing')" for test, sides in LIMITS_OF.items() for side in sides
)
IS_GRADED = f"value_status = 'ok' and test in ({', '.join(map(repr, LIMITS_OF))})"

# Of results of one minute the one with the smallest row key counts as the baseline (sql/cohort/baseline/baseline_labs.sql).
SAME_SPECIMEN = f"over (partition by {', '.join(KEY)})"
WHICH_COUNTS = (
    f"array_to_string(list_sort(list(value) {SAME_SPECIMEN}), ' and ') || coalesce(' ' || unit, '') || ' at one time; ' "
    f"|| coalesce((arg_min(value, row_key) filter (where value_std is not null) {SAME_SPECIMEN})::varchar, 'none')"
    " || ' counts, if the day is that of the baseline'"
)

TWO_RESULTS = one_row_per(
    KEY,
    "CR-003",
    "specimen_has_one_result_per_test",
    "flag",
    "the same specimen has different results of one test; the corrected one cannot be told from the first",
    "Send the corrected result only, or with each result its status or when it was reported (result_status, reported_at).",
    "sdtmchecks check_*_dup",
    Escalation(above_pct=5),
)

RULES = (
    replace(TWO_RESULTS, shows=WHICH_COUNTS, query=TWO_RESULTS.query.replace("{batch}", "(select * from {batch} where not is_superseded)")),
    Rule(
        id="CV-017",
        name="censored_result_keeps_its_sign",
        level="flag",
        category="conformance, value",
        columns=("value",),
        when_null="passes",
        message="the result is a limit (such as 'less than'), but was stored as a bare number",
        action="Report it: the reading of this spelling is wrong.",
        citation="sdtmchecks check_lb_lbstresc_char",
        query=(
            "select s.row_key from (select * from {batch}) as s join raw.labs as r on r.row_key = s.row_key "
            "where s.value_operator = '=' and s.value_beside_word is null and not regexp_full_match(r.value, '[0-9.]*') "
            "and regexp_matches(fold(r.value), '[<>]|이상|이하|초과|미만')"
        ),
    ),
    Rule(
        id="CP-011",
        name="result_has_the_limit_of_normal_that_its_grade_needs",
        level="flag",
        category="completeness",
        columns=("test", "lower_limit_status", "upper_limit_status"),
        when_null="fails where the source sends the limit with the other results of this test",
        message="the limit of normal is missing, without which CTCAE grades 0 and 1 of this result cannot be told apart",
        action="Send the reference limits with the result, in its own unit.",
        citation="CTCAE v5.0; admiral derive_var_atoxgr: a missing limit is no grade 0",
        applies=IS_GRADED,
        query=(
            f"with graded as (select row_key, source, test, {LACKS_ITS_LIMIT} as lacks from {{batch}} "
            f"where {IS_GRADED} and not is_copy(row_key)) "
            "select graded.row_key from graded join (select source, test from graded group by all "
            "having 100.0 * count_if(lacks) <= {share_pct} * count(*)) as sending "
            "on sending.source is not distinct from graded.source and sending.test = graded.test where graded.lacks"
        ),
        thresholds={"share_pct": 20},
    ),
    *(rule for rule_id, (tests, what) in RANGES.items() for rule in _range_rules(rule_id, tests, what)),
    *not_in_the_future("collected_date"),
    *not_before_birth("collected_date"),
    not_after_death("collected_date", days_allowed=1),
    *LAB_RULES,
)

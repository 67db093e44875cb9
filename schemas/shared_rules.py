"""Rules that hold for every column of a kind, in every table: a cell is readable, a number is in range, a row has its patient.

Each is stated here once and applied by `rules_for(COLUMNS)` and `range_rules(...)`, so that a new column needs no new rule.
"""

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from schemas.column import Column
from schemas.column_check import holds, holds_where
from schemas.rule import Escalation, Rule

FACTS_RANGES = "Registry ranges, anchored on MIMIC-IV and OHDSI DataQualityDashboard v1.4.1"

PATIENT_ID_PRESENT = Rule(
    id="CV-007",
    name="patient_id_is_present_and_in_the_registry_pattern",
    level="reject",
    category="conformance, value",
    columns=("patient_id_status",),
    when_null="fails: a row without a patient number belongs to nobody",
    message="the patient number is missing or not of the registry's pattern",
    action="Correct the patient number in the source and send the row again; keep leading zeros.",
    citation="OHDSI DataQualityDashboard isRequired",
    check=holds("eq", "ok"),
    escalation=Escalation(above_pct=1),
)
DATE_IS_READABLE = Rule(
    id="CV-009",
    name="date_is_readable_in_the_declared_order",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: a missing date is a matter of completeness",
    message="the date cannot be read in the order declared for its file, or is no date of the calendar",
    action="Correct the date, whose year needs four digits, or declare date_order for this file in registry.toml.",
    citation="sdtmchecks check_*_missing_month",
    escalation=Escalation(above_pct=2),
)
DATE_IS_COMPLETE = Rule(
    id="CV-010",
    name="event_date_is_complete_to_the_day",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: a missing date is a matter of completeness",
    message="the date is partial, but this date defines an index or an event and cannot be imputed",
    action="Look up the day in the source record.",
    citation="sdtmchecks check_rs_rsdtc_visit, check_tu_tudtc",
)
DATE_PLACES_THE_ROW = Rule(
    id="CV-030",
    name="date_of_the_row_is_complete_to_the_day",
    level="flag",
    category="conformance, value",
    columns=(),
    when_null="passes: CV-029 speaks of a missing date",
    message="the date is partial: the row is kept, but stands on no day, so that nothing before or after another day is made of it",
    action="Look up the day in the source record.",
    citation="sdtmchecks check_*_missing_month",
    check=holds("ne", "partial"),
)
NUMBER_IS_READABLE = Rule(
    id="CV-016",
    name="number_is_readable",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: a missing number is a matter of completeness",
    message="the cell holds text that is not a number",
    action="Correct the cell in the source; text results belong in a comment.",
    citation="sdtmchecks check_lb_lbstresc_char",
    escalation=Escalation(above_pct=3),
)
COUNT_IS_NO_LIMIT = Rule(
    id="CV-035",
    name="count_is_no_limit",
    level="flag",
    category="conformance, value",
    columns=(),
    when_null="passes: a missing count is a matter of completeness",
    message="the number of tumours is written as a limit (>10): they are multiple, and the number itself is not kept",
    action="Send the number of tumours; where the source knows no more, answer so.",
    citation="Registry protocol: what a cell says and no column holds is asked about, and never lost in silence",
    check=holds("ne", "partial"),
)
CODE_IS_KNOWN = Rule(
    id="CV-027",
    name="code_is_in_its_code_book",
    level="reject",
    category="conformance, value",
    columns=(),
    when_null="passes: a missing code is a matter of completeness",
    message="the cell holds a code that no code book explains",
    action="Correct the cell, or add the code to the codes of this column in registry.toml.",
    citation="OHDSI DataQualityDashboard isStandardValidConcept",
)
IDENTIFIER_IN_TEXT = Rule(
    id="CV-004",
    name="no_direct_identifier_in_any_cell",
    level="reject",
    category="conformance, value",
    columns=("has_identifier",),
    when_null="passes",
    check=holds("eq", False),
    message="the cell held a resident registration or telephone number; it was blanked when the file was read",
    action="Remove the identifier in the source and send the row again.",
    citation="Registry protocol: a consent waiver holds for de-identified data only",
)
ROW_HAS_ITS_PATIENT = Rule(
    id="CR-002",
    name="row_refers_to_an_accepted_patient",
    level="reject",
    category="conformance, relational",
    columns=("patient_id",),
    when_null="passes: CV-007 speaks of a missing patient number",
    message="the row's patient is not among the patients",
    action="Send the patient's row in the patients extract, or correct the patient number here.",
    citation="OHDSI DataQualityDashboard isForeignKey",
    parent_table="patients",
    parent_key=("patient_id",),
    escalation=Escalation(above_pct=2),
)
REQUIRED_CELL = Rule(
    id="CV-029",
    name="cell_without_which_the_row_says_nothing_is_filled",
    level="reject",
    category="completeness",
    columns=(),
    when_null="fails",
    message="a cell is blank without which the row cannot be used",
    action="Fill the cell in the source and send the row again.",
    citation="OHDSI DataQualityDashboard isRequired",
)

IS_READABLE = holds("ne", "unreadable")
IS_COMPLETE = holds("ne", "partial")


def rules_for(
    columns: Iterable[Column],
    *,
    codes: dict[str, Rule] | None = None,
    filled: tuple[str, ...] = (),
    to_the_day: tuple[str, ...] = (),
) -> tuple[Rule, ...]:
    """Return the shared rules of a table's columns.

    `codes` names, per column, the rule that speaks of an unknown code or unreadable number instead of the general one; `filled` are the
    columns that a row cannot do without; `to_the_day` the dates for which a partial date is not enough. A filled date that may be partial
    asks all the same.
    """
    own = codes or {}
    general = {
        "date": DATE_IS_READABLE,
        "datetime": DATE_IS_READABLE,
        "number": NUMBER_IS_READABLE,
        "integer": NUMBER_IS_READABLE,
        "code": CODE_IS_KNOWN,
    }
    rules = [PATIENT_ID_PRESENT, IDENTIFIER_IN_TEXT]
    for column in columns:
        if column.kind in general:
            rule = own.get(column.name, general[column.kind])
            rules.append(rule.on(f"{column.name}_status", check=IS_READABLE))
    rules += [DATE_IS_COMPLETE.on(f"{name}_status", check=IS_COMPLETE) for name in to_the_day]
    status = {column.name: column.kind for column in columns if column.kind in general}
    rules += [
        DATE_PLACES_THE_ROW.on(f"{name}_status") for name in filled if status.get(name, "").startswith("date") and name not in to_the_day
    ]
    for name in filled:
        if name in status:
            rules.append(REQUIRED_CELL.on(f"{name}_status", check=holds("ne", "missing")))
        else:
            rules.append(REQUIRED_CELL.on(name, not_null=True))
    return tuple(rules)


def hard_and_soft(
    column: str, hard_id: str, hard: tuple[float, float], soft: tuple[float, float], what: str, *, or_none: bool = False
) -> tuple[Rule, Rule]:
    """Return the two range rules of a column: outside `hard` quarantines the row, outside `soft` (both inclusive) asks.

    With `or_none`, 0 says that there is nothing to count or measure, and passes.
    """
    possible = {"low": hard[0], "high": hard[1]}
    usual = {"soft_low": soft[0], "soft_high": soft[1]}
    reject = Rule(
        id=hard_id,
        name=f"{column}_is_possible",
        level="reject",
        category="plausibility, atemporal",
        columns=(column,),
        when_null="passes: a missing value is a matter of completeness",
        message=f"{what} is outside {{low}} to {{high}}",
        action="Check the value and its unit in the source record.",
        citation=FACTS_RANGES,
        thresholds=possible,
        check=lambda limits: (
            holds_where(
                lambda data: data.lazyframe.select(_is_in(pl.col(data.key), limits["low"], limits["high"], or_none)),
                description=f"is from {limits['low']:g} to {limits['high']:g}, or 0",
            )
            if or_none
            else holds("in_range", limits["low"], limits["high"])
        ),
    )
    flag = Rule(
        id=hard_id,
        name=f"{column}_is_usual",
        level="flag",
        category="plausibility, atemporal",
        columns=(column,),
        when_null="passes: a missing value is a matter of completeness",
        message=f"{what} is possible but unusual (outside {{soft_low}} to {{soft_high}})",
        action="Confirm the value in the source record.",
        citation=FACTS_RANGES,
        thresholds=possible | usual,
        check=lambda limits: holds_where(
            lambda data: data.lazyframe.select(
                _is_in(pl.col(data.key), limits["soft_low"], limits["soft_high"], or_none)
                | ~pl.col(data.key).is_between(limits["low"], limits["high"])
            )
        ),
    )
    return reject, flag


def _is_in(number: pl.Expr, low: float, high: float, or_none: bool) -> pl.Expr:
    """Return whether a number lies within limits, or is a 0 that may be."""
    return number.is_between(low, high) | ((number == 0) & or_none)


def of_adults(rules: tuple[Rule, Rule]) -> tuple[Rule, ...]:
    """Return the range rules of a column whose limits are those of grown people: off where a study takes others."""
    return tuple(replace(rule, criterion="is_adult", is_of_those_listed=True) for rule in rules)


def no_sentinel(column: str, *numbers: float) -> Rule:
    """Return the rule that a column holds none of the numbers that systems write for unknown, where its range would let them pass."""
    written = ", ".join(f"{number:g}" for number in numbers)
    return Rule(
        id="CV-025",
        name=f"{column}_is_no_number_that_stands_for_unknown",
        level="reject",
        category="conformance, value",
        columns=(column,),
        when_null="passes: a missing value is a matter of completeness",
        message=f"the number is one that systems write for unknown ({written})",
        action="Send a blank cell for unknown, or declare the number under missing in registry.toml.",
        citation="Registry protocol: a sentinel number passes wide ranges",
        check=holds("notin", numbers),
        escalation=Escalation(above_pct=1),
    )

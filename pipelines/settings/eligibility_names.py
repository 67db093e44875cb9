"""Says which criteria, facts and values of a study's eligibility nobody knows, each with the nearest that there is."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from pipelines.settings.nearest import nearest
from pipelines.settings.study_eligibility import OF_TWO, CriterionChange, OwnCriterion, StudyEligibility, Value, listed_values
from pipelines.warehouse.eligibility_facts import Fact, known_facts, written
from pipelines.warehouse.reference_files import listed_rows

IN_ORDER = ("<=", "<", ">=", ">", "between")


def wrong_names_of_eligibility(study: StudyEligibility) -> Iterator[str]:
    """Yield a sentence for everything that the study says of eligibility and that cannot be asked."""
    listed = {row["criterion"]: row for row in listed_rows("eligibility_criteria")}
    for name, change in study.eligibility.items():
        where = f"study.eligibility.{name}"
        if name not in listed:
            yield f"{where}: there is no criterion {name}{nearest(name, listed)}"
        elif change.off and listed[name]["is_needed"]:
            yield f"{where}.off: nothing can be computed of patients who do not meet it, so it cannot be off"
        elif not change.off:
            yield from _wrong_change(where, listed[name], change)
    known = [*listed]
    for own in study.eligibility_criterion:
        where = f"study.eligibility_criterion {own.name}"
        if own.name in known:
            yield f"{where}: there is another criterion of this name; give this one a name of its own"
        for key in ("before", "after"):
            if (place := getattr(own, key)) and place not in known:
                yield f"{where}.{key}: there is no criterion {place} before this one{nearest(place, known)}"
        known.append(own.name)
        yield from _wrong_own(where, own)


def _wrong_change(where: str, row: Mapping[str, Any], change: CriterionChange) -> Iterator[str]:
    fact, compared_with = known_facts()[row["fact"]], row["compared_with"] or []
    if any(one.startswith("{") for one in compared_with):
        yield f"{where}.value: stands in study.{compared_with[0].strip('{}')}; write it there"
    elif not compared_with or fact.kind == pl.Boolean:
        yield f"{where}.value: this criterion is compared with nothing that could be another; it is on, or off with a reason"
    else:
        yield from _wrong_values(where, fact, row["operator"], listed_values(change.value))


def _wrong_own(where: str, own: OwnCriterion) -> Iterator[str]:
    facts = known_facts()
    if own.fact not in facts:
        yield f"{where}.fact: there is no variable, laboratory test or column {own.fact}{nearest(own.fact, facts)}"
        return
    yield from _wrong_values(where, facts[own.fact], own.operator, listed_values(own.value))


def _wrong_values(where: str, fact: Fact, operator: str, values: Sequence[Value]) -> Iterator[str]:
    if operator in OF_TWO and len(values) != 2:
        yield f"{where}.value: between needs two values, the lower one first"
        return
    if operator in IN_ORDER and not (fact.is_number or fact.kind == pl.Date):
        yield f"{where}.operator: {fact.name} has no order, so that {operator} says nothing of it; use =, !=, in, not_in or known"
        return
    for value in values:
        if fault := _wrong_value(fact, value):
            yield f"{where}.value: {fault}"
            return
    if operator in OF_TWO and _lies_above(fact, *map(written, values)):
        yield f"{where}.value: {written(values[0])} lies above {written(values[1])}; the lower one stands first"


def _lies_above(fact: Fact, low: str, high: str) -> bool:
    return float(low) > float(high) if fact.is_number else low > high


def _wrong_value(fact: Fact, value: Value) -> str:
    text = written(value)
    if fact.is_number:
        return "" if isinstance(value, int | float) and not isinstance(value, bool) else f"{fact.name} is a number, and {text} is none"
    if fact.kind == pl.Date:
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            return f"{fact.name} is a day, and {text} is none; write it as 2023-01-31"
        return ""
    if fact.levels and text not in fact.levels:
        return f"{fact.name} is never {text}{nearest(text, fact.levels)}"
    return ""

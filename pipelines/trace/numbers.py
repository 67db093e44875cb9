"""Finds the patients whom a printed number counts: a cell of Table 1 or 2 (this one also confirmed, of one reader, by another criterion),
events or patients at risk of the figure of an endpoint, a step of the cohort flow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from pipelines.analysis.arms import arms_of, compared_arms, with_arms
from pipelines.analysis.baseline_table import printed_levels
from pipelines.analysis.endpoints import Endpoint, endpoints_of
from pipelines.analysis.lab_values import with_lab_values
from pipelines.analysis.response_criteria import criteria_of, judged_by
from pipelines.analysis.response_sets import response_sets_of
from pipelines.analysis.response_table import ALWAYS_SHOWN, NOT_EVALUABLE, fit_reader_responses
from pipelines.analysis.variables import Variable, variables_shown
from pipelines.report.numbers import FIRST_COX_TABLE
from pipelines.trace.released import Released
from schemas import role

T = TypeVar("T")
CONFIRMED, OF_READER = "Table 2 confirmed", "Table 2 reader "
AT_RISK = "at risk"


class UnknownNumber(ValueError):
    """There is no such number; the message names what there is."""


@dataclass(frozen=True)
class Number:
    """What was asked for, the patients whom it counts with the value of each, and the column whose rows are behind it."""

    title: str
    patients: dict[str, str]
    column: str


def find_number(released: Released, words: list[str]) -> Number:
    """Return the number that the words name; raise UnknownNumber where a word names nothing."""
    kind, *rest = words or [""]
    endpoints = endpoints_of(released.of_role(role.ENDPOINTS))
    models = (f"Table {place}" for place, _ in enumerate(endpoints, FIRST_COX_TABLE))
    if _plain(kind) in map(_plain, models):
        raise UnknownNumber(
            f'{kind} is not traceable: all patients of a model are behind each of its numbers; events are: "Figure 1" all events'
        )
    readers = {f"{OF_READER}{reader}": reader for reader in _readers(released)}
    figures = {f"Figure {place}": one for place, one in enumerate(endpoints, 1)}
    criteria = _by_criterion(released)
    known = ("Table 1", "Table 2", CONFIRMED, *readers, *criteria, *figures, "flow")
    named = {one.name: figure for figure, one in figures.items()}
    table = _pick(kind, {name: name for name in known} | named, "Not traceable is", "traced are", (*known, *named))
    if table == "flow":
        return _flow(released, rest)
    compared = compared_arms(released.study)
    patients = with_arms(released.of_role(role.ANALYSIS_SET), compared)
    present = arms_of(patients)
    names = {arm: arm for arm in (*present, "all")} | {compared.title(arm): arm for arm in present}
    arm = _pick(rest[0] if rest else "", names, f"{table} has no arm", "it has")
    group = patients if arm == "all" else patients.filter(pl.col("arm") == arm)
    if table == "Table 1":
        labs = released.of_role(role.BASELINE_LABS)
        patients, group = (with_lab_values(frame, labs) for frame in (patients, group))
        return _baseline(released.study.table1, patients, group, arm, rest[1:])
    if table == "Table 2":
        return _response(released, table, group, (arm, rest[1:]), "best_response")
    if table == CONFIRMED:
        return _response(released, table, group, (arm, rest[1:]), "confirmed_best_response")
    if table in criteria:
        criterion, best_column, part = criteria[table]
        own = judged_by(group, released.of_role(role.BEST_RESPONSES), criterion).rename({best_column: f"criterion:{part}"})
        return _response(released, table, own, (arm, rest[1:]), f"criterion:{part}")
    if table in readers:
        reads = released.of_role(role.READER_OPINIONS).filter("is_primary_criterion")
        own = fit_reader_responses(group, reads)
        best = own.filter(pl.col("reader_id") == readers[table]).select("patient_id", pl.col("best").alias(f"reader_id:{readers[table]}"))
        return _response(released, table, group.join(best, on="patient_id", how="left"), (arm, rest[1:]), best.columns[1])
    return _events(released, (table, figures[table]), group, arm, rest[1:])


def categories_of(variable: Variable, patients: pl.DataFrame) -> dict[str, tuple[object, ...] | None]:
    """Return the lines of a variable in Table 1 by name and label, with the codes that they count; of a number, those with a value."""
    if variable.kind == "number":
        return {"known": (), "missing": None}
    levels = printed_levels(variable, patients)
    return {level.name: level.codes for level in levels} | {level.label: level.codes for level in levels} | {"missing": None}


def _baseline(shown: Sequence[str], patients: pl.DataFrame, group: pl.DataFrame, arm: str, words: list[str]) -> Number:
    variables = [variable.in_use(patients) for variable in variables_shown(shown)]
    names = {name: variable for variable in variables for name in (variable.name, variable.column, variable.label)}
    variable = _pick(words[0] if words else "", names, "Table 1 has no variable", "it has", (one.name for one in variables))
    categories = categories_of(variable, patients)
    asked = words[1] if len(words) > 1 else "known" if variable.kind == "number" else ""
    _no_more(words[2:])
    offered = dict.fromkeys(_name_of(categories, codes) for codes in categories.values())
    codes = _pick(asked, categories, f"{variable.name} has no category", "it has", offered)
    column = pl.col(variable.column)
    if codes is None:
        chosen = column.is_null()
    elif variable.kind == "number":
        chosen = column.is_not_null()
    elif variable.kind == "flags":
        chosen = column.str.split(";").list.eval(pl.element().is_in(codes)).list.any()
    else:
        chosen = column.is_in(codes)
    title = f"Table 1, {arm}, {variable.name}, {_name_of(categories, codes)}"
    return Number(title, _values(group.filter(chosen), variable.column), variable.column)


def _name_of(categories: Mapping[str, tuple[object, ...] | None], codes: tuple[object, ...] | None) -> str:
    return next(name for name, own in categories.items() if own == codes)


def _readers(released: Released) -> list[str]:
    reads = released.of_role(role.READER_OPINIONS).filter(pl.col("reader_role") == "reader")
    return reads["reader_id"].unique().sort().to_list()


def _by_criterion(released: Released) -> dict[str, tuple[str, str, str]]:
    """Return the tables of responses by other criteria than the primary one: criterion, column, and which rows are behind it."""
    others = [one for one in criteria_of(released.of_role(role.RESPONSE_CRITERIA))[1:] if one.is_evaluable]
    return {
        f"Table 2 {one.label}{more}": (one.name, column, f"{one.name}{more}")
        for one in others
        for more, column in (("", "best_response"), (" confirmed", "confirmed_best_response"))
    }


def _response(released: Released, table: str, group: pl.DataFrame, asked: tuple[str, list[str]], column: str) -> Number:
    arm, words = asked
    group = group.with_columns(pl.col(column).fill_null(NOT_EVALUABLE))
    seen = sorted(set(group[column]) - set(ALWAYS_SHOWN))
    names = {name: (name,) for name in (*ALWAYS_SHOWN, *seen)}
    names |= {each.name: each.responses for each in response_sets_of(released.of_role(role.RESPONSE_SETS))}
    members = _pick(words[0] if words else "", names, f"{table} has no line", "it has")
    _no_more(words[1:])
    name = next(name for name, each in names.items() if each == members)
    return Number(f"{table}, {arm}, {name}", _values(group.filter(pl.col(column).is_in(members)), column), column)


def _events(released: Released, drawn: tuple[str, Endpoint], group: pl.DataFrame, arm: str, words: list[str]) -> Number:
    """Return the patients with an event of an endpoint, with one kind of it ("deaths"), censored, or at risk at a month."""
    figure, endpoint = drawn
    kinds = {f"{description.lower()}s": pl.col("event_description") == description for description in endpoint.events}
    chosen = {"events": pl.lit(True), **kinds}
    chosen = {kind: pl.col("is_event") & which for kind, which in chosen.items()} | {"censored": ~pl.col("is_event")}
    kind = _pick(words[0] if words else "", {name: name for name in (*chosen, AT_RISK)}, f"{figure} counts no", "it counts")
    days, _, _ = endpoint.columns
    column = days if days in group.columns else f"days:{endpoint.name}"
    times = released.of_role(role.EVENT_TIMES).filter(pl.col("parameter") == endpoint.name)
    times = times.join(group.select("patient_id"), on="patient_id")
    if kind == AT_RISK:
        return _at_risk((figure, arm), times, column, words[1:])
    _no_more(words[1:])
    times = times.filter(chosen[kind]).with_columns(
        value=pl.format("{} days, {}", "days", pl.coalesce("censoring_description", "event_description"))
    )
    return Number(f"{figure}, {arm}, {kind}", _values(times, "value"), column)


def _at_risk(where: tuple[str, str], times: pl.DataFrame, column: str, words: list[str]) -> Number:
    """Return the patients observed for at least so many months."""
    figure, arm = where
    try:
        month = float(words[0])
    except (IndexError, ValueError):
        raise UnknownNumber(f'{figure} has numbers at risk by month: "{figure}" {arm} "{AT_RISK}" 6') from None
    _no_more(words[1:])
    return Number(f"{figure}, {arm}, at risk at {month:g} months", _values(times.filter(pl.col("months") >= month), "months"), column)


def _flow(released: Released, words: list[str]) -> Number:
    steps = released.of_role(role.COHORT_FLOW).sort("step")
    excluded = released.of_role(role.ELIGIBILITY).drop_nulls("failed_criterion")
    names = {
        name: criterion
        for step, criterion, description in steps.select("step", "criterion", "description").iter_rows()
        for name in (criterion, description, str(step))
    }
    reasons = dict(excluded.select("exclusion_reason", "failed_criterion").iter_rows())
    offered = (*steps["criterion"], *sorted(reasons))
    criterion = _pick(words[0] if words else "", names | reasons, "The flow has no step or reason", "it has", offered)
    _no_more(words[1:])
    chosen = excluded.filter(pl.col("failed_criterion") == criterion)
    if words[0] in reasons:
        chosen = chosen.filter(pl.col("exclusion_reason") == words[0])
    asked = released.of_role(role.CRITERIA).filter(pl.col("criterion") == criterion)
    fact = asked["fact"][0] if asked.height else criterion
    return Number(f"flow, excluded by {words[0]}", _values(chosen, "exclusion_reason"), fact)


def _values(frame: pl.DataFrame, column: str) -> dict[str, str]:
    values = frame.sort("patient_id").select("patient_id", column).iter_rows()
    return {patient: "missing" if value is None else str(value) for patient, value in values}


def _pick(asked: str, named: dict[str, T], refusal: str, has: str, offered: Iterable[str] | None = None) -> T:
    """Return what is named so, whatever the case and the blanks; raise UnknownNumber with all that there is."""
    found = {_plain(name): value for name, value in reversed(named.items())}
    if _plain(asked) not in found:
        raise UnknownNumber(f"{refusal} {asked!r}; {has}: {', '.join(named if offered is None else offered)}")
    return found[_plain(asked)]


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _no_more(words: list[str]) -> None:
    if words:
        raise UnknownNumber(f"{' '.join(words)!r} is too much; put a name of several words in quotes")

"""Builds the cohort again with one setting changed at a time, from the same accepted rows, and leaves the released tables as they are."""

import datetime as dt
from typing import Any, get_args

import duckdb
import polars as pl

from pipelines.analysis.imputed_deaths import count_imputed_deaths
from pipelines.analysis.sensitivity import Variant
from pipelines.settings.sections import Response, Settings, Survival
from pipelines.warehouse.build_order import build_order, tables_read
from pipelines.warehouse.build_tables import build_table
from pipelines.warehouse.criteria_in_force import criteria_in_force, known_criteria, recorded_criterion, with_limits
from pipelines.warehouse.sql_files import SQL, table_file
from pipelines.warehouse.study_tables import fill_study_tables, study_rows
from pipelines.warehouse.table_files import table_of
from pipelines.warehouse.variables import sql_variables
from schemas.role import ANALYSIS_SET, EVENT_TIMES, RESPONSE_CRITERIA, Role

FOLDER = SQL / "cohort"
COMPARED = (ANALYSIS_SET, EVENT_TIMES)
OF_CRITERION = "criterion "  # a run by another criterion of the study
DEATH_DAY = "month_of_death "  # a day of the month for a death of which only the month is known
LEAST_GROWTH = "pd_min_abs_mm"  # a limit of the primary criterion
ON_CONDITION = "is_in_force("  # a table of rows that hold under some setting, whichever it is


LABELS = {
    ("pfs_censor", "last_assessment"): "PFS censored at the last assessment",
    ("pfs_censor", "last_contact"): "PFS censored at the last contact",
    ("missed_visits", "censor"): "Events after missed visits censored",
    ("missed_visits", "ignore"): "Missed visits ignored",
    ("new_therapy", "censor"): "Censored at another anticancer treatment",
    ("new_therapy", "ignore"): "Another anticancer treatment ignored",
    ("month_of_death", "first"): "Only the month of a death known: its first day",
    ("month_of_death", "middle"): "Only the month of a death known: its 15th",
    ("month_of_death", "last"): "Only the month of a death known: its last day",
    ("adjudication", "worst"): "Readers differ: the worse response counts",
    ("adjudication", "adjudicator"): "Readers differ: the adjudicator decides",
}


def changed_settings(settings: Settings) -> dict[str, Any]:
    """Return the settings that are changed, one run each, with the value that the registry does not use itself."""
    survival, response = settings.survival, settings.response
    others = {name: _other(Survival, name, getattr(survival, name)) for name in ("pfs_censor", "missed_visits", "new_therapy")}
    return {
        "pfs_censor": others["pfs_censor"],
        LEAST_GROWTH: _other_growth(settings),
        "missed_visits": others["missed_visits"],
        "new_therapy": others["new_therapy"],
        "adjudication": _other(Response, "adjudication", response.adjudication, ("worst", "adjudicator")),
        **{f"{DEATH_DAY}{day}": day for day in ("first", "middle", "last") if day != survival.month_of_death},
        **{f"{OF_CRITERION}{each.criterion}": each.criterion for each in criteria_in_force(settings.study)[1:]},
    }


def _other_growth(settings: Settings) -> float:
    """Return the largest growth in mm that a known criterion asks for, or none where that is asked for already."""
    most = max(each.pd_min_abs_mm for each in known_criteria(settings.study).values())
    primary, *_ = criteria_in_force(settings.study)
    return 0.0 if primary.pd_min_abs_mm == most else most


def label_of(name: str, value: Any, settings: Settings) -> str:
    """Return what a changed setting means, in words."""
    if name.startswith(OF_CRITERION):
        return f"Response and progression by {known_criteria(settings.study)[value].label}"
    if name.startswith(DEATH_DAY):
        return LABELS[DEATH_DAY.strip(), value]
    if name == LEAST_GROWTH:
        return f"Progression only with an increase of at least {value:g} mm" if value else "Progression without a least increase in mm"
    return LABELS[name, value]


def with_change(settings: Settings, name: str, value: Any) -> Settings:
    """Return the settings with one of them changed."""
    if name.startswith(OF_CRITERION):
        primary = {"criterion": value, "recorded_criterion": recorded_criterion(settings.study)}
        return settings.model_copy(update={"study": settings.study.model_copy(update=primary)})
    if name == LEAST_GROWTH:
        primary = next(iter(criteria_in_force(settings.study)))
        return settings.model_copy(update={"study": with_limits(settings.study, primary.criterion, **{name: value})})
    name = name.partition(" ")[0]
    section = "survival" if name in Survival.model_fields else "response"
    return settings.model_copy(update={section: getattr(settings, section).model_copy(update={name: value})})


def _other(section: type, name: str, used: str, among: tuple[str, ...] = ()) -> str:
    values = among or get_args(section.model_fields[name].annotation)
    return next(value for value in values if value != used)


def read_variants(connection: duckdb.DuckDBPyConnection, settings: Settings) -> tuple[Variant, ...]:
    """Return the analysis set and the times to events under each changed setting.

    Each is built on a cursor of its own, in a transaction that is rolled back: the tables that are released never change. Settings that
    SQL reads are the cursor's own, too.
    """
    ((as_of,),) = connection.execute("select getvariable('as_of')").fetchall()  # all: a result left open bars the connection
    graph = _graph(connection)
    used = _read_by_sql(settings, as_of)
    not_evaluable = connection.sql(f"select criterion from cohort.{table_of(RESPONSE_CRITERIA)} where not is_evaluable").fetchall()
    has_imputed_deaths = count_imputed_deaths(_read(connection, ANALYSIS_SET))
    variants = []
    for name, value in changed_settings(settings).items():
        if (name.startswith(OF_CRITERION) and (value,) in not_evaluable) or (name.startswith(DEATH_DAY) and not has_imputed_deaths):
            continue
        changed = with_change(settings, name, value)
        now = _read_by_sql(changed, as_of)
        with connection.cursor() as cursor:
            cursor.execute("set timezone = 'UTC'")
            for variable, setting in sql_variables(changed, as_of).items():
                cursor.execute(f"set variable {variable} = ?", [setting])
            cursor.begin()
            try:
                fill_study_tables(cursor, changed.study)
                for table in depending_tables(graph, {word for word in now if now[word] != used[word]}):
                    build_table(cursor, table_file("cohort", table), "cohort")
                patients, times = (_read(cursor, one) for one in COMPARED)
            finally:
                cursor.rollback()
        variants.append(Variant(name, value, label_of(name, value, settings), patients, times))
    return tuple(variants)


def _read(cursor: duckdb.DuckDBPyConnection, one: Role) -> pl.DataFrame:
    return cursor.sql(f"select * from cohort.{table_of(one)} order by row_key").pl()


def _read_by_sql(settings: Settings, as_of: dt.date) -> dict[str, Any]:
    """Return what SQL reads of the settings, each by the word by which it does so."""
    variables = {f"getvariable('{name}')": value for name, value in sql_variables(settings, as_of).items()}
    return variables | {f"reference.{name}": rows for name, rows in study_rows(settings.study).items()}


def _graph(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, set[str]]]:
    """Return the cohort tables in build order, each with its SQL and the cohort tables that it reads."""
    graph = {}
    for table in build_order(connection, FOLDER, "cohort"):
        text = table_file("cohort", table).read_text(encoding="utf-8")
        names = tables_read(connection, text)
        graph[table] = (text, {name.removeprefix("cohort.") for name in names if name.startswith("cohort.")})
    return graph


def depending_tables(graph: dict[str, tuple[str, set[str]]], words: set[str]) -> list[str]:
    """Return the tables between those that read a changed setting and those compared, in build order: the others stay as they are."""
    changed: set[str] = set()
    for table, (text, parents) in graph.items():
        if any(word in text for word in words) or ON_CONDITION in text or parents & changed:
            changed.add(table)
    needed = {table_of(one) for one in COMPARED}
    for table, (_, parents) in reversed(graph.items()):
        if table in needed:
            needed |= parents
    return [table for table in graph if table in changed & needed]

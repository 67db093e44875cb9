"""Opens a warehouse whose accepted tables hold what a test draws, and builds cohort tables from them as a run does."""

import datetime as dt
import importlib
import sys
from functools import cache

import duckdb
import polars as pl

from pipelines.gate.self_test import draw_cases
from pipelines.gate.self_test.example_settings import PAPER, READERS
from pipelines.run.variants import ON_CONDITION
from pipelines.settings.study import Study
from pipelines.warehouse.build_order import build_order, tables_read
from pipelines.warehouse.build_tables import build_table
from pipelines.warehouse.sql_files import SQL, table_file
from pipelines.warehouse.study_tables import fill_study_tables
from pipelines.warehouse.table_files import module_name

ACCEPTED = (
    "patients",
    "assessments",
    "labs",
    "drug_administrations",
    "procedures",
    "lesions",
    "imaging_reads",
    "follow_up",
    "adverse_events",
)
INDEX = dt.date(2023, 1, 10)
INTO_HEPATIC_ARTERY = {"route": "HEPATIC_ARTERY"}
VARIABLES = "select name, value::varchar from duckdb_variables()"


def day(offset: int) -> dt.date:
    """Return the day `offset` days after the index date of the drawn patients."""
    return INDEX + dt.timedelta(days=offset)


def types_of(layer: str, table: str) -> dict[str, pl.DataType]:
    """Return the columns of a table and their polars types."""
    return importlib.import_module(module_name("schemas", layer, table)).TYPES


def frame_of(table: str, rows: list[dict]) -> pl.DataFrame:
    """Return drawn rows of a staging table as a frame with all its columns; what a test does not name is NULL, a row key is made."""
    return _frame(table, types_of("staging", table), rows)


def _frame(table: str, types: dict[str, pl.DataType], rows: list[dict]) -> pl.DataFrame:
    numbered = [{"row_key": f"{table}-{number:06d}", "patient_id": "P1", **row} for number, row in enumerate(rows)]
    named = {"row_key", "patient_id"}.union(*rows)
    assert not named - types.keys(), f"{table} has no column {sorted(named - types.keys())}"
    frame = pl.DataFrame(numbered, schema={name: kind for name, kind in types.items() if name in named})
    return frame.select(pl.col(name) if name in named else pl.lit(None, kind).alias(name) for name, kind in types.items())


def set_variables(connection: duckdb.DuckDBPyConnection, **changes: object) -> None:
    """Set the settings that SQL reads: the paper's choices, changed as named."""
    draw_cases.set_variables(connection, {**PAPER, **changes})


def open_drawn(
    *, readers: dict[str, str] | None = None, settings: dict | None = None, study: dict | None = None, **tables: list[dict]
) -> duckdb.DuckDBPyConnection:
    """Return a warehouse with the accepted tables drawn (those not named are empty), the readers, settings, study and formulas.

    It is lent (see `_borrow`): another connection to it sees nothing of what is drawn.
    """
    connection = _borrow(readers or READERS)
    draw_cases.set_variables(connection, settings or {})
    if study is not None:
        fill_study_tables(connection, Study.model_validate(study))
    return _draw(connection, tables)


def open_drawn_alone(*, settings: dict | None = None, study: Study | None = None, **tables: list[dict]) -> duckdb.DuckDBPyConnection:
    """Return such a warehouse that is lent to nobody else, for code that opens connections of its own to it."""
    connection = draw_cases.open_later_layers({**PAPER, **(settings or {})}, READERS)
    if study is not None:
        fill_study_tables(connection, study)
    return _draw(connection, tables)


def _draw(connection: duckdb.DuckDBPyConnection, tables: dict[str, list[dict]]) -> duckdb.DuckDBPyConnection:
    assert not tables.keys() - set(ACCEPTED)
    for table, rows in tables.items():
        draw_cases.put_frame(connection, f"accepted.{table}", frame_of(table, rows))
    return connection


def quarantine_treatments(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    """Write the quarantined rows of a table as drawn, and what the cohort knows of treatments among them."""
    draw_cases.put_frame(connection, f"quarantine.{table}", frame_of(table, rows), ", ['a rule'] as reasons")
    build_table(connection, table_file("reference", "quarantined_treatments"), "reference")


class _Warehouse:
    """A warehouse whose tables are empty, and the one connection to it that is lent."""

    def __init__(self, readers: dict[str, str]) -> None:
        self.readers = readers
        self.database = draw_cases.open_later_layers(PAPER, readers)
        self.connect()
        self.variables = self.connection.execute(VARIABLES).fetchall()

    def connect(self) -> None:
        """Open the connection that is lent: in a transaction that nobody commits, with the paper's choices."""
        self.connection = self.database.cursor()
        self.connection.execute(draw_cases.PLANS_ARE_PLAIN)
        self.connection.execute("begin transaction")
        set_variables(self.connection)

    @property
    def is_free(self) -> bool:
        """Say whether nobody but this warehouse, and the count itself, holds the connection."""
        return sys.getrefcount(self.connection) == 2

    def clear(self) -> None:
        """Make the warehouse what it was: what was drawn goes with its transaction; a variable, or an end of the connection, does not."""
        try:
            self.connection.execute("rollback")
        except duckdb.ConnectionException:
            self.connect()
            return
        self.connection.execute("begin transaction")
        for name in {name for name, _ in set(self.variables) ^ set(self.connection.execute(VARIABLES).fetchall())}:
            self.connection.execute(f"reset variable {name}")
            if name in PAPER:
                draw_cases.set_variables(self.connection, {name: PAPER[name]})


_WAREHOUSES: list[_Warehouse] = []


def _borrow(readers: dict[str, str]) -> duckdb.DuckDBPyConnection:
    """Return a connection to a warehouse that no test holds, inside a transaction that nobody commits.

    To make a warehouse costs more than most tests; one that is let go is made what it was.
    """
    for warehouse in _WAREHOUSES:
        if warehouse.is_free and warehouse.readers == readers:
            warehouse.clear()
            return warehouse.connection
    _WAREHOUSES.append(_Warehouse(readers))
    return _WAREHOUSES[-1].connection


def haic_patient(patient_id: str, *, last_contact: int = 200, death: int | None = None, **changes: object) -> dict[str, list[dict]]:
    """Return the least that makes a cohort patient: HCC, fluorouracil and cisplatin by hepatic artery from day 0, a follow-up."""
    dead = {} if death is None else {"death_date": day(death)}
    end = death if death is not None else last_contact
    return {
        "patients": [{"patient_id": patient_id, "sex": "M", "dx_code": "C220", "birth_date": dt.date(1960, 1, 11), **changes}],
        "drug_administrations": [
            {
                "patient_id": patient_id,
                **INTO_HEPATIC_ARTERY,
                "drug": "FLUOROURACIL",
                "dose_mg": 850.0,
                "administration_date": day(0),
            },
            {
                "patient_id": patient_id,
                **INTO_HEPATIC_ARTERY,
                "drug": "CISPLATIN",
                "dose_mg": 102.0,
                "administration_date": day(1),
            },
        ],
        "follow_up": [{"patient_id": patient_id, "last_contact_date": day(end), "vital_status": "DEAD" if dead else "ALIVE", **dead}],
    }


def reads(patient_id: str, *exams: tuple, course: str = "HAIC") -> dict[str, list[dict]]:
    """Return imaging reads, each exam drawn as (day, timepoint, {reader: overall response})."""
    return {
        "imaging_reads": [
            {
                "patient_id": patient_id,
                "exam_id": f"{course}{offset}",
                "exam_date": day(offset),
                "reader_id": reader,
                "course": course,
                "timepoint": timepoint,
                "overall_response": response,
            }
            for offset, timepoint, responses in exams
            for reader, response in responses.items()
        ]
    }


def both(response: str | None) -> dict[str, str | None]:
    """Return the response as read by both readers."""
    return {"R1": response, "R2": response}


def merged(*parts: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """Return drawn rows of several patients together."""
    together: dict[str, list[dict]] = {}
    for part in parts:
        for table, rows in part.items():
            together.setdefault(table, []).extend(rows)
    return together


def later(days: int, drawn: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """Return drawn rows with each date so many days later."""
    step = dt.timedelta(days=days)
    return {
        table: [{name: value + step if isinstance(value, dt.date) else value for name, value in row.items()} for row in rows]
        for table, rows in drawn.items()
    }


def put(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    """Write a cohort table as drawn, in place of the one its SQL would make; what a test does not name is NULL."""
    connection.register("drawn", _frame(table, types_of("cohort", table), rows))
    connection.execute(f"create or replace table cohort.{table} as select * from drawn")
    connection.unregister("drawn")


@cache
def _cohort_tables() -> dict[str, set[str]]:
    """Return the cohort tables in their order, each with all the cohort tables it is made from, near or far."""
    folder = SQL / "cohort"
    made_from: dict[str, set[str]] = {}
    with duckdb.connect() as connection:
        for table in build_order(connection, folder, "cohort"):
            names = tables_read(connection, table_file("cohort", table).read_text(encoding="utf-8"))
            parents = {name.removeprefix("cohort.") for name in names if name.startswith("cohort.")}
            made_from[table] = parents.union(*(made_from[parent] for parent in parents))
    return made_from


def build(connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Build the named cohort tables in their order, or all; a named one may read tables that the test wrote itself."""
    for table in _cohort_tables():
        if not tables or table in tables:
            build_table(connection, table_file("cohort", table), "cohort")


def build_up_to(connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Build the named cohort tables and all that they are made from."""
    made_from = _cohort_tables()
    build(connection, *tables, *(parent for table in tables for parent in made_from[table]))


def build_again(connection: duckdb.DuckDBPyConnection, *tables: str, **settings: object) -> None:
    """Change settings where the named tables stand, and build these and what they are made from as far as it reads the settings."""
    draw_cases.set_variables(connection, settings)
    made_from = _cohort_tables()
    texts = {table: table_file("cohort", table).read_text(encoding="utf-8") for table in made_from}
    words = [ON_CONDITION, *(f"getvariable('{name}')" for name in settings)]
    changed = {table for table, text in texts.items() if any(word in text for word in words)}
    wanted = {*tables, *(parent for table in tables for parent in made_from[table])}
    again = [table for table in wanted if table in changed or made_from[table] & changed]
    assert again, f"no table reads {sorted(settings)}"
    build(connection, *again)


def findings_of(connection: duckdb.DuckDBPyConnection, table: str, rule_id: str) -> list[str]:
    """Return the row keys that the rules of this number find in a cohort table by their predicates and queries."""
    found = []
    for rule in importlib.import_module(module_name("expectations", "cohort", table)).RULES:
        if rule.id == rule_id and not rule.expectation:
            query = rule.filled(rule.query or f"select row_key from {{batch}} where {rule.where}")
            found += [row[0] for row in connection.execute(query.replace("{batch}", f"cohort.{table}")).fetchall()]
    return sorted(found)


def rows_of(connection: duckdb.DuckDBPyConnection, table: str, *columns: str) -> list[tuple]:
    """Return the named columns of a cohort table, in the order of its row keys."""
    chosen = ", ".join(f'"{column}"' for column in columns)
    return connection.execute(f"select {chosen} from cohort.{table} order by row_key").fetchall()

"""What the columns of released tables are: type, unit, label, meaning and codes, from the schemas."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import ModuleType

import duckdb

from pipelines.warehouse.build_tables import built_tables, table_types
from pipelines.warehouse.registry_files import registry_file
from pipelines.warehouse.sql_files import is_for_rules_only
from pipelines.warehouse.table_files import layer_tables, required_schema, table_columns, table_schema
from schemas.column import Column

PROVENANCE = {
    "row_key": "keyed digest of the row's content: the row's name in every layer",
    "patient_id": "Pseudonym of the patient",
    "patient_id_status": "whether the patient number was read: ok, missing or unreadable",
    "source": "the source of registry.toml",
    "source_file": "the file in the drop, by the settings' words or its number (restricted/files.csv has the names)",
    "sheet": "the sheet of a workbook, by the settings' word or its number",
    "source_row": "the line, sheet row or record number in the file",
    "has_identifier": "whether a direct identifier was blanked in a cell of the row",
}
SHOWN = {  # the names themselves may be those of patients
    name: f"(select any_value(p.shown_{name.removeprefix('source_')}) from raw.shown_places as p "
    "where p.source_file = {table}.source_file and p.sheet = {table}.sheet)"
    for name in ("source_file", "sheet")
}
LABELS, CODES = registry_file("schemas.cohort_labels"), registry_file("schemas.cohort_codes")
Codes = dict[str | int, str]  # code -> label, in order
NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")


@dataclass(frozen=True)
class ColumnDescription:
    """One column of a released table. `codes` are its codes with their labels, in the order of a factor."""

    name: str
    type: str  # DuckDB's name
    unit: str
    label: str
    meaning: str
    codes: Codes
    separator: str = ""  # where a cell may hold several codes, what stands between them
    made_of: str = ""  # SQL, where it is not the column of the table under its own name

    @property
    def selected(self) -> str:
        """The column in a select list."""
        return f'{self.made_of} as "{self.name}"' if self.made_of else f'"{self.name}"'


def released_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Return the tables of a release by their layer; those that only rules read are not among them."""
    cohort = [table for table in built_tables(connection, "cohort") if not is_for_rules_only("cohort", table)]
    return {"accepted": layer_tables("staging"), "cohort": tuple(cohort)}


def describe_grain(layer: str, table: str) -> str:
    """Return the sentence that says what a row of the table is."""
    schema = table_schema("staging" if layer == "accepted" else layer, table)
    return (schema.__doc__ or "").splitlines()[0] if schema else ""


def describe_columns(connection: duckdb.DuckDBPyConnection, layer: str, table: str) -> tuple[ColumnDescription, ...]:
    """Return the columns of a table in their order, without those that stay in the restricted zone."""
    types = table_types(connection, layer, table)
    if layer == "accepted":
        described = filter(None, (_describe_accepted(table, name, kind) for name, kind in types.items()))
        return tuple(described if _keeps_birth_date(connection) else map(_without_day_of_birth(table), described))
    own = codes_of_settings(connection, types)
    described = (_describe_cohort(table, name, kind) for name, kind in types.items())
    return tuple(replace(column, codes=own.get(column.name, {}) | column.codes) for column in described)


def codes_of_settings(connection: duckdb.DuckDBPyConnection, columns: Iterable[str]) -> dict[str, Codes]:
    """Return the codes that the settings of this registry say, with their labels in order, by those of the columns in which they stand."""
    listed, of_settings = {}, getattr(CODES, "OF_SETTINGS", {})
    for column in of_settings.keys() & set(columns):
        table, code, order = of_settings[column]
        query = f'select "{code}", label from reference."{table}" where "{code}" is not null order by {order}'
        rows = connection.execute(query).fetchall()
        first_labels = dict(reversed(rows))
        listed[column] = {key: first_labels[key] for key, _ in rows}
    return listed


def _describe_accepted(table: str, name: str, kind: str) -> ColumnDescription | None:
    column = {column.name: column for column in table_columns(table)}.get(name)
    if name in SHOWN:
        return ColumnDescription(name, kind, "", _label_of(name), PROVENANCE[name], {}, made_of=SHOWN[name].format(table=table))
    if name in PROVENANCE or column is None:
        return ColumnDescription(name, kind, "", _label_of(name), _meaning_of_derived(table, name), {})
    if not column.is_published:
        return None
    labels = _codes_of(None, name)
    codes: dict[int | str, str] = {} if kind == "BOOLEAN" else {code: labels.get(code, code) for code in column.codes}
    return ColumnDescription(name, kind, column.unit, _label_of(name), column.meaning, codes)


def year_of_birth(column: Column) -> str:
    """Return the column of a release that stands in the place of a day of birth."""
    return column.name.removesuffix("_date") + "_year"


def _keeps_birth_date(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute("select getvariable('keep_birth_date')").fetchall()[0][0])


def _without_day_of_birth(table: str) -> Callable[[ColumnDescription], ColumnDescription]:
    """Return what puts the year in the place of a day of birth."""
    days = {column.name: column for column in table_columns(table) if column.is_day_of_birth}

    def described(column: ColumnDescription) -> ColumnDescription:
        if column.name not in days:
            return column
        name = year_of_birth(days[column.name])
        return ColumnDescription(name, "BIGINT", "", _label_of(name), "Year of birth", {}, made_of=f'year("{column.name}")')

    return described


def _meaning_of_derived(table: str, name: str) -> str:
    status_of = name.removesuffix("_status")
    if name in PROVENANCE:
        return PROVENANCE[name]
    if status_of != name and status_of in {column.name for column in table_columns(table)}:
        return f"whether {status_of} was read: ok, partial, missing or unreadable"
    return required_schema("staging", table).DERIVED.get(name, "")


def _describe_cohort(table: str, name: str, kind: str) -> ColumnDescription:
    schema = table_schema("cohort", table)
    meaning = getattr(schema, "MEANING", {}).get(name, PROVENANCE.get(name, ""))
    unit = _unit_of(name) if kind.startswith(NUMBERS) else ""
    return ColumnDescription(
        name, kind, unit, _label_of(name), meaning, _codes_of(schema, name), getattr(CODES, "SEPARATORS", {}).get(name, "")
    )


def _label_of(column: str) -> str:
    return LABELS.label_of(column) if LABELS else column.replace("_", " ").capitalize()


def _unit_of(column: str) -> str:
    return LABELS.unit_of(column) if LABELS else ""


def _codes_of(schema: ModuleType | None, column: str) -> Codes:
    return CODES.codes_of(schema, column) if CODES else getattr(schema, "CODES", {}).get(column, {})

"""How well texts can be read as a kind of column: by the registry's own macros, so that a draft and a run read alike."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import open_warehouse
from pipelines.warehouse.reference_tables import build_reference
from pipelines.warehouse.table_files import raw_tables
from schemas.column import Column, Units

SOURCE = "emr"
ORDERS = ("ymd", "dmy", "mdy")
MARKS = (".", ",")
READ_AS = {
    "date": "date_status(t, '{order}') in ('ok', 'partial')",
    "datetime": "date_status(t, '{order}') in ('ok', 'partial')",
    "number": "number_status(bare, '{mark}') = 'ok'",
    "integer": "integer_status(bare, '{mark}') = 'ok'",
    "measure": "measure_status(bare, '{mark}', '{unit}') = 'ok'",
}
OPERATOR = "^[<>≤≥=~ ]+"


@dataclass(frozen=True)
class Reading:
    """The share of texts that can be read as a column, and how they are then written."""

    share: float
    date_orders: tuple[str, ...] = ()  # all under which it is read as well as under the best
    decimal_mark: str = ""


class Readings:
    """Reads texts by the macros of a warehouse that holds the registry's lists and no data."""

    def __init__(self) -> None:
        self.connection = open_warehouse()
        tables = {table: {"files": ["*"]} for table in raw_tables()}
        settings = Settings.model_validate({"registry": {"name": "draft"}, "sources": {SOURCE: {"tables": tables}}})
        build_reference(self.connection, settings, dt.date.today())

    def close(self) -> None:
        """Close the warehouse."""
        self.connection.close()

    def newest_day(self, texts: Sequence[str], order: str) -> dt.date | None:
        """Return the newest day among texts that are dates."""
        self._put(texts)
        return self.connection.execute(f"select max(read_date(t, '{order}')) from texts").fetchall()[0][0]

    def as_column(self, texts: Sequence[str], table: str, column: Column) -> Reading:
        """Return how well texts can be read as a column; as free text anything can, which says little."""
        if not texts:
            return Reading(0.0)
        self._put(texts)
        if column.codes:
            return Reading(len(self.known_words(texts, table, column)) / len(texts))
        if column.kind in ("date", "datetime"):
            shares = {order: self._share(READ_AS[column.kind].format(order=order)) for order in ORDERS}
            best = max(shares.values())
            return Reading(best, date_orders=tuple(order for order in ORDERS if shares[order] == best))
        if column.kind in ("number", "integer"):
            how = READ_AS["measure" if column.unit in self._measures else column.kind]
            shares = {mark: self._share(how.format(mark=mark, unit=column.unit)) for mark in MARKS}
            best = max(MARKS, key=lambda mark: shares[mark])
            return Reading(shares[best], decimal_mark=best)
        return Reading(0.5)

    def known_words(self, texts: Sequence[str], table: str, column: Column) -> set[str]:
        """Return the texts that a code book of the registry explains."""
        self._put(texts)
        read = f"read_code('{table}.{column.name}', '{SOURCE}', t)"
        return {text for (text,) in self.connection.execute(f"select t from texts where {read} is not null").fetchall()}

    def code_of(self, text: str, table: str, column: Column) -> str:
        """Return the code that a code book gives a word."""
        return self.connection.execute(f"select read_code('{table}.{column.name}', '{SOURCE}', $t)", {"t": text}).fetchall()[0][0]

    @cached_property
    def _measures(self) -> set[str]:
        return {unit for (unit,) in self.connection.execute("select distinct unit from reference.measure_units").fetchall()}

    def unread(self, texts: Sequence[str], table: str, column: Column, reading: Reading) -> set[str]:
        """Return the texts that cannot be read as a column, written as `reading` says."""
        if column.codes:
            return set(texts) - self.known_words(texts, table, column)
        how = READ_AS.get("measure" if column.unit in self._measures else column.kind)
        if not how or not texts:
            return set()
        self._put(texts)
        condition = how.format(order=(reading.date_orders or ORDERS)[0], mark=reading.decimal_mark or ".", unit=column.unit)
        return {text for (text,) in self.connection.execute(f"select t from texts where not coalesce({condition}, false)").fetchall()}

    def unit_of(self, units: Units, measured: str, written: str) -> str:
        """Return a unit as it is written where it is one of those in which a test may come, "" where it is none."""
        select = (
            f"select 1 from reference.{units.table} where source = $source and {units.column} = $measured and written = fold_unit($unit)"
        )
        found = self.connection.execute(select, {"source": SOURCE, "measured": measured, "unit": written}).fetchall()
        return written if found else ""

    def _put(self, texts: Sequence[str]) -> None:
        frame = pl.DataFrame({"t": list(texts)}, schema={"t": pl.String})
        self.connection.register("texts", frame.with_columns(bare=pl.col("t").str.replace(OPERATOR, "")))

    def _share(self, condition: str) -> float:
        return self.connection.execute(f"select avg(coalesce({condition}, false)::int) from texts").fetchall()[0][0]

"""Compares two releases: which inputs moved, and what came of it in tables, findings and results; counts, and nobody is named."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.release.record import changes, inputs_of, read_record

PATIENT, KEY = "patient_id", "row_key"
PLACES = ("source", "source_file", "sheet", "source_row")  # a row that stands elsewhere is the same row


@dataclass(frozen=True)
class MovedTable:
    """What moved in one table; `columns` are those in which cells of rows that are in both releases differ, with the number of rows."""

    layer: str
    table: str
    before: int  # rows
    after: int
    came: int
    gone: int
    changed: int
    patients: int  # of these rows
    columns: Mapping[str, int]
    new_columns: tuple[str, ...] = ()
    lost_columns: tuple[str, ...] = ()

    @property
    def is_moved(self) -> bool:
        """Whether anything did."""
        return bool(self.came or self.gone or self.changed or self.new_columns or self.lost_columns)


@dataclass(frozen=True)
class MovedNumber:
    """A number of the results, before and after."""

    name: str
    before: float | None
    after: float | None
    unit: str

    @property
    def is_moved(self) -> bool:
        """Whether it did."""
        return self.before != self.after


@dataclass(frozen=True)
class Comparison:
    """Two releases, the second against the first."""

    before: str
    after: str
    inputs: Mapping[str, str]
    tables: Sequence[MovedTable]
    findings: Mapping[str, tuple[int, int]]  # of the rules whose number moved
    numbers: Sequence[MovedNumber]


def compare_releases(before: Path, after: Path) -> Comparison:
    """Return what moved from one release to another; raise OSError or ValueError where one cannot be read."""
    found, then = (read_record(folder)["findings"] for folder in (after, before))
    counts = {rule: (then.get(rule, 0), found.get(rule, 0)) for rule in sorted({*then, *found})}
    return Comparison(
        before=before.name,
        after=after.name,
        inputs=changes(inputs_of(after), inputs_of(before)),
        tables=[compare_tables(before, after, path) for path in _tables(before, after)],
        findings={rule: pair for rule, pair in counts.items() if pair[0] != pair[1]},
        numbers=list(_numbers(before, after)),
    )


def compare_tables(before: Path, after: Path, path: str) -> MovedTable:
    """Return what moved in a table, which may be in one of the releases only. A row is known by its key.

    An accepted row has a key made of what it says: one that is corrected is gone, and another has come.
    """
    old, new = _read(before / path), _read(after / path)
    came, gone = new.join(old, on=KEY, how="anti"), old.join(new, on=KEY, how="anti")
    shared = [name for name in new.columns if name in old.columns and name not in (KEY, *PLACES)]
    both = old.unique(KEY).join(new.unique(KEY), on=KEY, suffix="\n")
    differs = {name: _differs(both, name) for name in shared} if both.height else {}
    moved = both.filter(pl.any_horizontal(*differs.values())) if differs else both.clear()
    patients = {one for frame in (came, gone, moved) if PATIENT in frame.columns for one in frame[PATIENT].drop_nulls().to_list()}
    layer, _, table = path.removesuffix(".parquet").partition("/")
    return MovedTable(
        layer,
        table,
        old.height,
        new.height,
        came.height,
        gone.height,
        moved.height,
        len(patients),
        {name: int(column.sum()) for name, column in differs.items() if column.any()},
        tuple(name for name in new.columns if old.width > 1 and name not in old.columns),
        tuple(name for name in old.columns if new.width > 1 and name not in new.columns),
    )


def _differs(both: pl.DataFrame, name: str) -> pl.Series:
    one, other = both[name], both[f"{name}\n"]
    if one.dtype != other.dtype or one.dtype.is_nested():
        one, other = (pl.Series([None if cell is None else str(cell) for cell in column], dtype=pl.String) for column in (one, other))
    return one.ne_missing(other)


def _read(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path) if path.is_file() else pl.DataFrame(schema={KEY: pl.String})


def _tables(before: Path, after: Path) -> list[str]:
    paths = {path.relative_to(folder).as_posix() for folder in (before, after) for path in folder.glob("*/*.parquet")}
    return sorted(paths, key=lambda path: (path.startswith("accepted/"), path))


def _numbers(before: Path, after: Path) -> Iterator[MovedNumber]:
    """Yield the patients of the cohort and of its arms, then proportions with an interval, median times and hazard ratios of the arms."""
    old, new = (read_record(folder)["cohort"] for folder in (before, after))
    yield MovedNumber("patients", old.get("n"), new.get("n"), "")
    arms = list(dict.fromkeys([*old.get("arms", {}), *new.get("arms", {})]))
    for arm in arms:
        yield MovedNumber(f"patients, {arm}", old.get("arms", {}).get(arm), new.get("arms", {}).get(arm), "")
    then, now = key_numbers(before, arms), key_numbers(after, arms)
    for name in dict.fromkeys([*now, *then]):
        unit = (now.get(name) or then[name])["unit"]
        old_value, new_value = (numbers[name]["value"] if name in numbers else None for numbers in (then, now))
        yield MovedNumber(name, old_value, new_value, unit)


def key_numbers(release: Path, arms: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the numbers by which a release is known: proportions with an interval, median times, hazard ratios of the arms; {} of none."""
    try:
        numbers = json.loads((release / "results" / "statistics.json").read_text(encoding="utf-8"))["numbers"]
    except OSError:
        return {}
    primary = [one for one in numbers if one["role"] == "primary" and not isinstance(one["value"], str)]  # a word is suppressed
    with_interval = {(one["analysis"], one["name"].removesuffix(".lower")) for one in primary if one["name"].endswith(".lower")}
    ratios = {f"univariate.{arm}.hazard_ratio" for arm in arms}

    def is_key(one: dict[str, Any]) -> bool:
        analysis, name = one["analysis"], one["name"]
        return (
            (name.endswith(".percent") and (analysis, name.removesuffix(".percent")) in with_interval)
            or (name == "median" and one["unit"] == "months")
            or name in ratios
        )

    return {f"{one['analysis']}: {one['name'].removesuffix('.percent')}, {one['group']}": one for one in primary if is_key(one)}

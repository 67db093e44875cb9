"""Reads the tables of a release with labels and ordered codes; every release has this file beside its cohort.

In the folder of a release, with polars installed:

    from read_cohort import read_cohort, read_labels
    patients = read_cohort()           # a polars DataFrame; coded text columns are Enum, in the order of the data dictionary
    labels = read_labels()             # column -> "Age (years)"
    patients.to_pandas()               # the same as pandas categories
"""

import csv
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent


def read_cohort(release: Path | str = HERE, table: str | None = None, *, labels: bool = True, all_levels: bool = False) -> pl.DataFrame:
    """Return a cohort table, the one of all patients unless another is named, with its coded text columns as Enum.

    The categories are the labels, or the codes where `labels` is false; their order is that of the data dictionary, the reference level
    first. A code that no row holds is no category, unless `all_levels`. Columns of numbers stay numbers, and a column that may hold
    several codes (`separator` in the dictionary) stays text.
    """
    release, table = Path(release), table or _analysis_set(Path(release))
    frame = pl.read_parquet(release / "cohort" / f"{table}.parquet")
    return frame.with_columns(
        _as_enum(frame[row["column"]], _codes(row["codes"]), labels, all_levels)
        for row in _dictionary(release, table)
        if row["codes"] and not row["separator"] and frame.schema[row["column"]] == pl.String
    )


def read_labels(release: Path | str = HERE, table: str | None = None) -> dict[str, str]:
    """Return the label of each column of a cohort table, with its unit."""
    release, table = Path(release), table or _analysis_set(Path(release))
    return {row["column"]: f"{row['label']} ({row['unit']})" if row["unit"] else row["label"] for row in _dictionary(release, table)}


def _analysis_set(release: Path) -> str:
    """Return the name of the table of all patients: the one that is there as CSV too."""
    return next((release / "cohort").glob("*.csv")).stem


def _dictionary(release: Path, table: str) -> list[dict[str, str]]:
    with (release / "data_dictionary.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if (row["layer"], row["table"]) == ("cohort", table)]


def _codes(cell: str) -> dict[str, str]:
    """Return code -> label of a cell "code = label | code = label"."""
    pairs = (one.split(" = ", 1) for one in cell.split(" | "))
    return dict(pairs)


def _as_enum(values: pl.Series, codes: dict[str, str], labels: bool, all_levels: bool) -> pl.Series:
    held = set(values.drop_nulls())
    if not held <= codes.keys():
        raise ValueError(f"{values.name} holds a code that data_dictionary.csv does not explain; take both from one release")
    shown = {code: label if labels else code for code, label in codes.items() if all_levels or code in held}
    return values.replace_strict(shown, return_dtype=pl.Enum(list(shown.values())))

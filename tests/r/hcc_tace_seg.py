"""R's numbers of the published patients of HCC-TACE-Seg, and the sheet from which R makes them, where it is at hand."""

import csv
import os
from pathlib import Path

import polars as pl

HERE = Path(__file__).resolve().parent
SCRIPT, STORED = HERE / "hcc_tace_seg.R", HERE / "hcc_tace_seg.csv"
DROP = Path(os.environ.get("HCC_TACE_SEG", HERE.parents[2] / "shared" / "realdata" / "hcc_tace_seg"))
WORKBOOK = DROP / "clinical_data_v2.xlsx"


def read_sheet() -> pl.DataFrame:
    """Return the sheet of the patients as text."""
    import fastexcel

    return fastexcel.read_excel(str(WORKBOOK)).load_sheet("data table", dtypes="string").to_polars()


def stored_values() -> dict[tuple[str, str, str], float | None]:
    """Return (analysis, name, group) -> R's value; None is NA."""
    with STORED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["analysis"] != "versions"]
    return {(row["analysis"], row["name"], row["group"]): None if row["value"] in ("NA", "NaN") else float(row["value"]) for row in rows}

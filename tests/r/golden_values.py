"""The golden values made by golden.R, and the data sets they were made from."""

import csv
import os
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from tests.analysis.cohort_frame import reconstructed_patients

HERE = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("GOLDEN_FOLDER", HERE))  # r-check compares with values made afresh


@cache
def golden(folder: Path = FOLDER, name: str = "golden.csv") -> dict[tuple[str, str], dict[str, float | None]]:
    """Return (data set, quantity) -> place -> R's value; None is NA (and Inf, the standard error of the logarithm of 0)."""
    values = defaultdict(dict)
    with (folder / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values[row["data"], row["quantity"]][row["place"]] = None if row["value"] in ("NA", "NaN", "Inf") else float(row["value"])
    return dict(values)


@cache
def public_data(name: str) -> pl.DataFrame:
    """Return lung, veteran, pbc, colon, ovarian or kidney as golden.R uses it, with `died` where status 2 is death."""
    frame = pl.read_csv(FOLDER / "public_data" / f"{name}.csv", infer_schema_length=None)
    return frame.with_columns(died=(pl.col("status") == 2).cast(pl.Int64)) if name in ("lung", "pbc") else frame


@cache
def survival_sets() -> dict[tuple[str, str], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return (data set, label) -> time, event, stratum, as golden.R takes its Kaplan-Meier curves."""
    cohort = reconstructed_patients()
    sets = {("cohort", name): (f"{name}_months", f"{name}_event", "arm", cohort) for name in ("os", "pfs")}
    sets["lung", "time"] = ("time", "died", "sex", public_data("lung"))
    sets["veteran", "time"] = ("time", "status", "trt", public_data("veteran"))
    sets["veteran", "celltype"] = ("time", "status", "celltype", public_data("veteran"))
    sets["pbc", "time"] = ("time", "died", "trt", public_data("pbc"))
    sets["colon", "time"] = ("time", "status", "rx", public_data("colon"))
    sets["ovarian", "time"] = ("futime", "fustat", "rx", public_data("ovarian"))
    sets["kidney", "time"] = ("time", "status", "sex", public_data("kidney"))
    return {
        key: (
            frame[time].cast(pl.Float64).to_numpy(),
            frame[event].cast(pl.Boolean).to_numpy(),
            frame[stratum].cast(pl.String).to_numpy().astype(str),
        )
        for key, (time, event, stratum, frame) in sets.items()
    }


def errors_of(
    values: dict[tuple[str, str], dict[str, float | None]], own_value: Callable[[str, str, str], float | None]
) -> dict[tuple[str, str], tuple[float, str, int]]:
    """Return (quantity, data set) -> the largest relative error, where it is, and how many values were compared."""
    found = {}
    for (data, quantity), places in values.items():
        if data != "versions":
            worst = max((relative_error(own_value(data, quantity, place), expected), place) for place, expected in places.items())
            found[quantity, data] = (*worst, len(places))
    return found


def relative_error(found: float | None, expected: float | None) -> float:
    """Return |found - expected| / |expected|; of an expected 0, the absolute error; NA is equal to NA alone."""
    if found is None or expected is None:
        return 0.0 if found is expected else float("inf")
    if expected == found:
        return 0.0
    return abs(found - expected) / (abs(expected) or 1.0)

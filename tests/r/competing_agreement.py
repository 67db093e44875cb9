"""The golden values of competing.csv beside the analysis's own. `python -m tests.r.competing_agreement` prints the largest errors."""

from functools import cache

import numpy as np
import polars as pl

from pipelines.analysis.cumulative_incidence import fit_cumulative_incidence
from pipelines.analysis.fine_gray import fit_fine_gray
from pipelines.analysis.gray_test import compare_incidence
from pipelines.analysis.hazards import fit_hazards
from tests.analysis.cohort_frame import reconstructed_patients
from tests.r.golden_values import errors_of, golden, public_data

COLUMNS = {"mgus2": ("age", "male"), "mgus2_by_age": ("age",), "pbc": ("trt", "age", "bili"), "cohort": ("post",)}


@cache
def frame_of(data: str) -> pl.DataFrame:
    """Return time, cause, group and covariates as competing.R has them."""
    if data == "pbc":
        cause = pl.when(pl.col("status") == 2).then(1).when(pl.col("status") == 1).then(2).otherwise(0)
        return public_data("pbc").with_columns(cause=cause, group=pl.col("trt").cast(pl.String))
    if data == "cohort":
        cause = pl.when(~pl.col("pfs_event")).then(0).when(pl.col("has_progressed")).then(1).otherwise(2)
        post = (pl.col("arm") == "post_ate_beva").cast(pl.Float64)
        return reconstructed_patients().with_columns(time=pl.col("pfs_days"), cause=cause, group=pl.col("arm").cast(pl.String), post=post)
    age = pl.when(pl.col("age") <= 60).then(pl.lit("a")).when(pl.col("age") <= 75).then(pl.lit("b")).otherwise(pl.lit("c"))
    return public_data("mgus2").with_columns(group=pl.col("sex") if data == "mgus2" else age)


@cache
def parts_of(data: str) -> tuple[np.ndarray, ...]:
    frame = frame_of(data)
    return (
        frame["time"].to_numpy().astype(float),
        frame["cause"].to_numpy(),
        frame["group"].to_numpy().astype(str),
        frame.select(COLUMNS[data]).to_numpy().astype(float),
    )


def of_incidence(data: str, quantity: str, place: str) -> float:
    level, time = place.split("|")
    times, causes, groups, _ = parts_of(data)
    curve = fit_cumulative_incidence(times[groups == level], causes[groups == level])
    at = int(np.searchsorted(curve.times, float(time), side="right")) - 1
    return curve.incidence[at] if quantity.endswith("estimate") else curve.std_err[at]


def of_gray(data: str, quantity: str, _: str) -> float | None:
    times, causes, groups, _ = parts_of(data)
    test = compare_incidence(times, causes, groups, sorted(set(groups)))
    return test.p_value if quantity == "gray_p" else test.statistic


@cache
def fit_of(data: str, kind: str):
    times, causes, _, values = parts_of(data)
    return fit_fine_gray(times, causes, values) if kind == "finegray" else fit_hazards(times, causes == 1, values)


def of_model(data: str, quantity: str, place: str) -> float:
    kind, _, name = quantity.partition("_")
    fit = fit_of(data, kind)
    return float((fit.coefficients if name == "coefficient" else fit.std_errs)[COLUMNS[data].index(place)])


OWN = {"incidence": of_incidence, "gray": of_gray, "finegray": of_model, "causespecific": of_model}


def own_value(data: str, quantity: str, place: str) -> float | None:
    """Return the analysis's own value of one row."""
    return OWN[quantity.partition("_")[0]](data, quantity, place)


@cache
def errors() -> dict[tuple[str, str], tuple[float, str, int]]:
    """Return (quantity, data set) -> the largest relative error, where it is, and how many values were compared."""
    return errors_of(golden(name="competing.csv"), own_value)


if __name__ == "__main__":
    for (quantity, data), (error, place, count) in errors().items():
        print(f"{quantity:32}{data:24}{count:6} values   {error:.1e}  {place}")

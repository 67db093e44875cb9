"""The golden values of requested.csv beside the analysis's own. `python -m tests.r.requested_agreement` prints the largest errors."""

from functools import cache

import numpy as np
import polars as pl

from pipelines.analysis.hazards import fit_hazards
from pipelines.analysis.partial_likelihood import Observed
from pipelines.analysis.residuals import influences, martingale_residuals, scaled_schoenfeld, schoenfeld_residuals, smoothed
from pipelines.analysis.weighted_curves import WeightedCurve, doubly_robust, fit_score, fit_weighted_curve, pseudo_values
from tests.analysis.cohort_frame import DAYS_PER_MONTH, propensity_of, reconstructed_patients
from tests.r.golden_values import errors_of, golden, public_data


@cache
def scored() -> tuple[pl.DataFrame, np.ndarray, np.ndarray]:
    """Return the invented patients with the paper's confounders, whether they are in the arm compared, and the confounders."""
    propensity = propensity_of(reconstructed_patients())
    frame = propensity.patients.sort("patient_id")
    names = [term.name for term in propensity.terms if term.name]
    return frame, frame["is_treated"].to_numpy().astype(bool), frame.select(names).to_numpy().astype(float)


@cache
def score() -> np.ndarray:
    _, is_treated, confounders = scored()
    found = fit_score(confounders, is_treated)
    assert found is not None
    return found


def times_of(endpoint: str) -> tuple[np.ndarray, np.ndarray]:
    frame, _, _ = scored()
    return frame[f"{endpoint}_days"].to_numpy() / DAYS_PER_MONTH, frame[f"{endpoint}_event"].to_numpy().astype(bool)


@cache
def weighted(endpoint: str, arm: str) -> WeightedCurve:
    _, is_treated, _ = scored()
    share = is_treated.mean()
    weights = np.where(is_treated, share / score(), (1 - share) / (1 - score()))
    return fit_weighted_curve(*times_of(endpoint), weights * (is_treated == (arm == "1")))


@cache
def pseudo_of(endpoint: str, month: str) -> np.ndarray:
    return pseudo_values(*times_of(endpoint), np.array([float(month)]))


def of_weighted(_: str, quantity: str, place: str) -> float:
    endpoint, arm, month = place.split("|")
    curve = weighted(endpoint, arm)
    if quantity == "weighted_survival":
        return float(curve.at(np.array([float(month)]))[0])
    return float(curve.at_risk[np.searchsorted(curve.times, float(month), side="left")])


def of_pseudo(_: str, __: str, place: str) -> float:
    endpoint, month, patient = place.split("|")
    return float(pseudo_of(endpoint, month)[scored()[0]["patient_id"].to_list().index(patient), 0])


def of_robust(_: str, __: str, place: str) -> float:
    endpoint, arm, month = place.split("|")
    _, is_treated, confounders = scored()
    return float(doubly_robust(pseudo_of(endpoint, month), confounders, is_treated, score())[int(arm), 0])


@cache
def residuals_of(data: str, kind: str) -> np.ndarray:
    if data == "cohort":
        frame = reconstructed_patients().sort("patient_id")
        values = [frame["arm"] == "post_ate_beva", frame["ecog_band"] == "0", frame["child_pugh_class"] == "A", frame["has_metastasis"]]
        times, events = frame["pfs_days"], frame["pfs_event"]
    else:
        frame = public_data(data)
        values = [frame[name] for name in (("karno", "age", "trt") if data == "veteran" else ("age", "sex"))]
        times, events = frame["time"], frame["status" if data == "veteran" else "died"] == 1
    covariates = np.column_stack([one.cast(pl.Float64).to_numpy() for one in values])
    observed = Observed(times.to_numpy().astype(float), events.to_numpy().astype(bool), covariates)
    fit = fit_hazards(observed.times, observed.events, covariates)
    assert not isinstance(fit, str)
    if kind == "martingale":
        return martingale_residuals(observed, fit.coefficients)[:, None]
    if kind == "dfbetas":
        return influences(observed, fit.coefficients, fit.variance)
    _, residuals = schoenfeld_residuals(observed, fit.coefficients)
    return residuals if kind == "schoenfeld" else scaled_schoenfeld(residuals, fit.coefficients, fit.variance)


def of_residual(data: str, quantity: str, place: str) -> float:
    row, column = map(int, place.split("|"))
    found = float(residuals_of(data, quantity.removeprefix("residual_"))[row - 1, column - 1])
    return 0.0 if abs(found) < 1e-12 else found  # of the last at risk


def of_smooth(data: str, _: str, place: str) -> float:
    frame = public_data(data)
    places = (frame["karno"] + frame["age"] / 100).to_numpy()
    return float(smoothed(places, frame["time"].to_numpy().astype(float))[1][int(place) - 1])


OWN = {"weighted": of_weighted, "pseudo": of_pseudo, "robust": of_robust, "residual": of_residual, "smooth": of_smooth}


def own_value(data: str, quantity: str, place: str) -> float | None:
    """Return the analysis's own value of one row."""
    return OWN[quantity.partition("_")[0]](data, quantity, place)


@cache
def errors() -> dict[tuple[str, str], tuple[float, str, int]]:
    """Return (quantity, data set) -> the largest relative error, where it is, and how many values were compared."""
    return errors_of(golden(name="requested.csv"), own_value)


if __name__ == "__main__":
    for (quantity, data), (error, place, count) in errors().items():
        print(f"{quantity:32}{data:24}{count:6} values   {error:.1e}  {place}")

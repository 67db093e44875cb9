"""The golden values of further.csv beside the analysis's own. `python -m tests.r.further_agreement` prints the largest errors."""

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl

from pipelines.analysis.adjusted_survival import AdjustedSurvival
from pipelines.analysis.agreement import correlation_with_limits, kappa_of
from pipelines.analysis.counting_process import fit_intervals, split_at
from pipelines.analysis.firth import fit_firth
from pipelines.analysis.fixed_time import compare_rates_at
from pipelines.analysis.hazards import fit_hazards
from pipelines.analysis.kaplan_meier import Curve, fit_kaplan_meier, quantile_of
from pipelines.analysis.model_checks import concordance_of, detectable_ratio, variance_inflation
from pipelines.analysis.partial_likelihood import Observed
from pipelines.analysis.proportions import proportion
from pipelines.analysis.rate_differences import difference_of, odds_ratio_of
from pipelines.analysis.restricted_mean import RestrictedMeans, compare_restricted_means
from pipelines.analysis.splines import check_linearity
from tests.analysis.cohort_frame import adjusted_of, reconstructed_patients
from tests.r.golden_values import HERE, errors_of, golden, public_data, survival_sets

CASES = HERE.parent / "analysis" / "cases"


@cache
def of_firth(data: str) -> dict[str, object]:
    if data == "monotone":
        names, frame = ["z"], pl.DataFrame({"z": [1.0] * 4 + [0.0] * 4, "time": range(1, 9), "event": [True] * 8})
    elif data == "ovarian":
        names, frame = ["rx", "age"], public_data("ovarian").rename({"futime": "time", "fustat": "event"})
    else:
        names, frame = ["B", "x"], pl.read_csv(CASES / f"{data}.csv").rename({"os_days": "time", "os_event": "event"})
    observed = Observed(frame["time"].to_numpy().astype(float), frame["event"].to_numpy().astype(bool), frame.select(names).to_numpy())
    return dict(zip(names, fit_firth(observed, range(len(names))).values(), strict=True))


@cache
def curves_of(data: str) -> dict[str, Curve]:
    time, event, stratum = survival_sets()[data, {"veteran": "celltype", "cohort": "os"}.get(data, "time")]
    return {str(level): fit_kaplan_meier(time[stratum == level], event[stratum == level]) for level in sorted(set(stratum))}


@cache
def means_of(data: str) -> RestrictedMeans:
    curves = curves_of(data)
    return compare_restricted_means(curves, next(iter(curves)))


def of_quantiles(data: str, quantity: str, place: str) -> float | None:
    level, share = place.split("|")
    found = quantile_of(curves_of(data)[level], float(share))
    return getattr(found, {"quantile": "estimate"}.get(quantity.removeprefix("quantile_"), quantity.removeprefix("quantile_")))


def of_rates(data: str, quantity: str, place: str) -> float | None:
    test = compare_rates_at(list(curves_of(data).values()), float(place))
    return test.p_value if quantity == "rates_p" else test.statistic


def of_means(data: str, quantity: str, place: str) -> float | None:
    name = quantity.removeprefix("rmst_")
    if name in ("estimate", "lower"):
        return getattr(dict(means_of(data).means)[place], name)
    found = next(one for one in means_of(data).differences if one.arm == place)
    return found.p_value if name == "p" else getattr(found.difference, name.replace("difference", "estimate"))


def of_proportions(_: str, quantity: str, place: str) -> float | None:
    kind, name = quantity.split("_")
    first, of_first, second, of_second = map(int, place.split("|"))
    make = difference_of if kind == "difference" else odds_ratio_of
    return getattr(make(proportion(first, of_first), proportion(second, of_second)), name)


@cache
def intervals_of(data: str):
    if data == "time_varying":
        heart = public_data("jasa")
        times, events = heart["time"].to_numpy().astype(float), heart["status"].to_numpy() == 1
        observed, known = split_at(Observed(times, events, heart.select("age").to_numpy()), heart["change"].to_numpy().astype(float))
        both = np.column_stack([known.astype(float), observed.covariates])
        return ("known", "age"), fit_intervals(replace(observed, covariates=both))
    frame = public_data("veteran").with_columns(entry=pl.col("diagtime") % 7 * 4)
    is_late = data in ("delayed_entry", "both")
    frame = frame.filter(pl.col("time") > pl.col("entry")) if is_late else frame
    entries = frame["entry"].to_numpy().astype(float) if is_late else None
    values = frame.select("karno", "age").to_numpy().astype(float)
    observed = Observed(frame["time"].to_numpy().astype(float), frame["status"].to_numpy() == 1, values, entries)
    return ("karno", "age"), fit_intervals(observed, None if data == "delayed_entry" else frame["celltype"].to_numpy().astype(str))


def of_intervals(data: str, quantity: str, place: str) -> float:
    names, fit = intervals_of(data)
    if quantity.endswith("log_likelihood"):
        return fit.log_likelihood
    return float((fit.std_errs if quantity.endswith("std_err") else fit.coefficients)[names.index(place)])


@cache
def adjusted() -> AdjustedSurvival:
    return adjusted_of(reconstructed_patients())


def of_overlap(_: str, quantity: str, place: str) -> float:
    (found,) = (one for one in adjusted().hazards if (one.endpoint, one.method) == (place, "overlap weights"))
    if quantity.endswith("coefficient"):
        return float(np.log(found.hazard_ratio))
    return float(np.log(found.upper / found.lower) / (2 * 1.959963984540054))


def of_balance(_: str, __: str, place: str) -> float:
    name, kind = place.split("|")
    named = {"age": "age_years", "size_cm": "largest_tumour_cm", "mets": "metastasis"}.get(name, name)
    (row,) = (one for one in adjusted().balance if one.name == named)
    return getattr(row, {"stabilised": "weighted"}.get(kind, kind))


def of_check(_: str, quantity: str, place: str) -> float | None:
    if quantity == "check_detectable":
        return detectable_ratio(47, 0.34)
    frame = public_data("veteran")
    times, events = frame["time"].to_numpy().astype(float), frame["status"].to_numpy() == 1
    if quantity == "check_linearity":
        return check_linearity(times, events, frame[place].to_numpy().astype(float)).p_value
    names = ("karno", "age", "trt")
    values = frame.select(names).to_numpy().astype(float)
    fit = fit_hazards(times, events, values)
    if quantity == "check_inflation":
        return float(variance_inflation(fit.variance)[names.index(place)])
    return concordance_of(times, events, values @ fit.coefficients)


def of_kappa(_: str, quantity: str, place: str) -> float:
    return float(kappa_of(np.array([int(count) for count in place.split(",")]).reshape(4, 4), quantity == "kappa_weighted"))


def of_correlation(*_: str) -> float | None:
    frame = public_data("pbc").head(60)
    first = frame["protime"].to_numpy()
    return correlation_with_limits(first, first + frame["albumin"].to_numpy() / 4 - 0.9, np.arange(60)).estimate


OWN = {
    "firth": lambda data, quantity, place: getattr(of_firth(data)[place], quantity.removeprefix("firth_")),
    "quantile": of_quantiles,
    "rates": of_rates,
    "rmst": of_means,
    "difference": of_proportions,
    "odds": of_proportions,
    "intervals": of_intervals,
    "kappa": of_kappa,
    "check": of_check,
    "overlap": of_overlap,
    "smd": of_balance,
    "icc": of_correlation,
}


def own_value(data: str, quantity: str, place: str) -> float | None:
    """Return the analysis's own value of one row."""
    return OWN[quantity.partition("_")[0]](data, quantity, place)


@cache
def errors() -> dict[tuple[str, str], tuple[float, str, int]]:
    """Return (quantity, data set) -> the largest relative error, where it is, and how many values were compared."""
    return errors_of(golden(name="further.csv"), own_value)


if __name__ == "__main__":
    for (quantity, data), (error, place, count) in errors().items():
        print(f"{quantity:32}{data:24}{count:6} values   {error:.1e}  {place}")

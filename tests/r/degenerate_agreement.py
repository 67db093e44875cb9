"""The analysis's own values of 300 degenerate cohorts beside R's. `python -m tests.r.degenerate_agreement` prints what differs, and why.

A difference is explained only by what the analysis itself says and R's own numbers show: that a hazard ratio is 0 or infinite, where R
stops after some steps with a coefficient that has no end; and so on (`why`).
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import polars as pl

from pipelines.analysis.covariates import Covariate, flag
from pipelines.analysis.cox import CoxFit, fit_cox
from pipelines.analysis.group_tests import compare_counts
from pipelines.analysis.kaplan_meier import Curve, fit_kaplan_meier, median_of, number_at_risk, rate_at
from pipelines.analysis.log_rank import compare_survival
from pipelines.analysis.proportions import proportion_with_interval
from pipelines.analysis.rank_tests import compare_ranks
from tests.analysis.cohort_frame import measured
from tests.r.golden_values import FOLDER, HERE, golden, relative_error

SAME, ENDLESS = 1e-6, 100.0
COVARIATES: dict[str, Covariate] = {"arm": flag("arm", "arm", pl.col("arm") == 1), "x": measured("x"), "y": measured("y")}


@dataclass(frozen=True)
class Difference:
    """A value that is not R's, with what explains it; "" if nothing does."""

    cohort: str
    quantity: str
    place: str
    own: float | None
    of_r: float | None
    why: str


@cache
def cohorts() -> dict[str, pl.DataFrame]:
    """Return the drawn cohorts by name."""
    frame = pl.read_csv(HERE / "degenerate_cohorts.csv", schema_overrides=dict.fromkeys(("time", "event", "arm", "x", "y"), pl.Float64))
    whole = frame.with_columns(os_days="time", os_event=pl.col("event") == 1)
    return {str(name): part for (name,), part in whole.group_by("cohort", maintain_order=True)}


@cache
def curve_of(cohort: str, arm: str) -> Curve:
    own = cohorts()[cohort].filter(pl.col("arm") == float(arm))
    return fit_kaplan_meier(own["time"].to_numpy(), own["os_event"].to_numpy())


@cache
def model_of(cohort: str, model: str) -> CoxFit:
    frame = cohorts()[cohort]
    covariates = [COVARIATES[name] for name in model.split(" + ")]
    return fit_cox(frame.with_columns(arm=(pl.col("arm") == 1).cast(pl.Float64)), "os", covariates)


def own_value(cohort: str, quantity: str, place: str) -> float | None:
    """Return the analysis's own value of one row."""
    frame = cohorts()[cohort]
    model, _, term = place.partition("|")
    match quantity:
        case "median":
            arm, name = place.split("|")
            return getattr(median_of(curve_of(cohort, arm)), name)
        case "rate":
            arm, month, name = place.split("|")
            return getattr(rate_at(curve_of(cohort, arm), float(month)), {"surv": "estimate"}.get(name, name))
        case "at_risk":
            arm, month = place.split("|")
            return number_at_risk(curve_of(cohort, arm), float(month))
        case "share":
            arm, name = place.split("|")
            own = frame.filter(pl.col("arm") == float(arm))
            limit = getattr(proportion_with_interval(int(own["event"].sum()), own.height), f"{name}_percent")
            return None if limit is None else limit / 100
        case "log_rank":
            arms = frame["arm"].to_numpy().astype(str)
            return compare_survival(frame["time"].to_numpy(), frame["os_event"].to_numpy(), arms, sorted(set(arms))).p_value
        case "fisher" | "chi_square":
            counts = [[frame.filter(arm=arm, event=event).height for arm in (0, 1)] for event in (0, 1)]
            return compare_counts(counts, quantity).p_value
        case "wilcoxon":
            known = frame.drop_nulls("x")
            return compare_ranks([known.filter(arm=arm)["x"].to_numpy() for arm in (0, 1)]).p_value
        case "coefficient":
            return model_of(cohort, model).term(term).coefficient
        case "std_err":
            return model_of(cohort, model).term(term).std_err
        case "log_likelihood":
            return model_of(cohort, model).log_likelihood
        case _:
            return next((test.p_value for test in model_of(cohort, model).proportional_hazards if test.name == "GLOBAL"), None)


def differences() -> tuple[int, list[Difference]]:
    """Return how many values were compared, and those that differ."""
    compared, found = 0, []
    for (cohort, quantity), places in golden(FOLDER, "degenerate.csv").items():
        for place, of_r in places.items() if cohort != "versions" else ():
            own = own_value(cohort, quantity, place)
            compared += 1
            if relative_error(own, of_r) > SAME:
                found.append(Difference(cohort, quantity, place, own, of_r, why(cohort, quantity, place, own, of_r)))
    return compared, found


def why(cohort: str, quantity: str, place: str, own: float | None, of_r: float | None) -> str:
    """Return what explains a difference; "" if nothing does."""
    if quantity == "log_rank":
        is_empty = own is None and of_r == 1
        return "R gives p = 1 where no event can be compared" if is_empty else ""
    model, _, name = place.partition("|")
    fit = model_of(cohort, model)
    without = [term.name for term in fit.terms if term.coefficient is None]
    runs_away = [term for term in without if _is_endless(cohort, f"{model}|{term}")]
    is_whole = without == [term.name for term in fit.terms]
    if quantity in ("coefficient", "std_err") and own is None and fit.term(name).note:
        if name in runs_away:
            return "R stops on its way to infinity"
        return "R gives numbers beside coefficients without an end" if is_whole and runs_away else ""
    if quantity == "log_likelihood" and own is None and is_whole:
        return "R gives the likelihood of a model without an estimate"
    if quantity == "proportionality" and runs_away:
        return "R tests coefficients on their way to infinity"
    if quantity == "proportionality" and of_r is None and own is not None:
        return "R's solve fails at the unit of x" if own == _in_another_unit(cohort, model) else ""
    return ""


def _is_endless(cohort: str, place: str) -> bool:
    """Say whether R's own standard error shows that a coefficient has no end, or that nothing is known of it: 0, or beyond all."""
    std_err = golden(FOLDER, "degenerate.csv")[cohort, "std_err"].get(place)
    return std_err is not None and (std_err > ENDLESS or std_err == 0)


@cache
def _in_another_unit(cohort: str, model: str) -> float | None:
    """Return the test of a model with x in standard deviations, to six digits as that of the cohort's own unit."""
    frame = cohorts()[cohort].with_columns(arm=(pl.col("arm") == 1).cast(pl.Float64), x=pl.col("x") / pl.col("x").std())
    fit = fit_cox(frame, "os", [COVARIATES[name] for name in model.split(" + ")])
    found = next((test.p_value for test in fit.proportional_hazards if test.name == "GLOBAL"), None)
    own = own_value(cohort, "proportionality", model)
    return own if relative_error(own, found) < SAME else None


def main() -> None:
    compared, found = differences()
    print(f"{compared:,} values compared, {len(found):,} differ")
    for key, count in Counter((one.why or "UNEXPLAINED", one.quantity) for one in found).most_common():
        print(count, *key)


if __name__ == "__main__":
    main()

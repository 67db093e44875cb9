"""Every golden value beside the analysis's own: the largest relative error per quantity. `python -m tests.r.agreement` prints it."""

from collections import defaultdict
from functools import cache

import numpy as np
import polars as pl

from pipelines.analysis.covariates import with_covariates
from pipelines.analysis.cox import fit_cox
from pipelines.analysis.fisher_exact import fisher_exact_p
from pipelines.analysis.group_tests import compare_counts, compare_means, variance_p
from pipelines.analysis.kaplan_meier import fit_kaplan_meier, median_of, number_at_risk, rate_at
from pipelines.analysis.log_rank import compare_survival
from pipelines.analysis.proportions import proportion_with_interval
from tests.analysis.cohort_frame import measured, paper_covariates, reconstructed_patients
from tests.r.golden_values import golden, public_data, relative_error, survival_sets

COVARIATE_OF = {  # golden.R -> the analysis
    "post": "post_ate_beva",
    "female": "female",
    "viral": "viral",
    "ecog0": "ecog_0",
    "age65": "age_over_65",
    "cp_a": "child_pugh_a",
    "afp400": "afp_over_400",
    "size10": "size_over_10",
    "single": "single_mass",
    "pvtt": "portal_vein_invasion",
    "mets": "metastasis",
}
PUBLIC_MODELS = {  # data set -> time, event
    "lung": ("time", "died"),
    "veteran": ("time", "status"),
    "pbc": ("time", "died"),
    "colon": ("time", "status"),
    "ovarian": ("futime", "fustat"),
    "kidney": ("time", "status"),
}
COLUMN_OF = {
    "age": "age_years",
    "ast": "ast_u_l",
    "alt": "alt_u_l",
    "bilirubin": "total_bilirubin_mg_dl",
    "afp": "afp_ng_ml",
    "size_cm": "largest_tumour_cm",
}
EDGES = {"median": "estimate", "median_lower": "lower", "median_upper": "upper"}


@cache
def curve(data: str, label: str, level: str, confidence_type: str, is_reverse: bool = False):
    if data == "flat":
        return fit_kaplan_meier([1, 2, 3, 4], [True] * 4)
    time, event, stratum = survival_sets()[data, label]
    inside = np.ones(len(time), dtype=bool) if level == "all" else stratum == level
    return fit_kaplan_meier(time[inside], event[inside] ^ is_reverse, confidence_type)


def of_a_curve(data: str, quantity: str, place: str) -> float | None:
    """km_<what>_<type>, rate_<what>_<type>, median_<what>_<type>, reverse_median…, at_risk."""
    label, level, *time = [*place.split("|"), "all"][: 3 if place.count("|") == 2 else 2]
    kind = next((kind for kind in ("log-log", "plain", "log") if quantity.endswith(f"_{kind}")), "log")
    part = quantity.removesuffix(f"_{kind}")
    fitted = curve(data, label, level, kind, part.startswith("reverse"))
    if part.startswith("km_"):
        name = {"km_survival": "survival", "km_std_err": "std_err", "km_n_risk": "at_risk", "km_lower": "lower", "km_upper": "upper"}[part]
        index = int(np.argmin(np.abs(np.array(fitted.times) - float(time[0]))))
        assert relative_error(fitted.times[index], float(time[0])) < 1e-12
        return getattr(fitted, name)[index]
    if part == "at_risk":
        return float(number_at_risk(fitted, float(time[0])))
    if part.startswith("rate"):
        return getattr(rate_at(fitted, float(time[0])), EDGES[part.replace("rate", "median")])
    return getattr(median_of(fitted), EDGES[part.removeprefix("reverse_")])


@cache
def log_rank(data: str, label: str, until: str):
    time, event, stratum = survival_sets()[data, label]
    return compare_survival(time, event, stratum, sorted(set(stratum)), until=None if until == "all" else float(until))


def of_a_log_rank(data: str, quantity: str, place: str) -> float:
    label, until, *group = place.split("|")
    test = log_rank(data, label, until)
    if quantity == "log_rank_expected":
        return test.expected[test.groups.index(group[0])]
    return test.chi_square if quantity == "log_rank_chi_square" else test.p_value


@cache
def cox(data: str, label: str, transform: str = "km"):
    terms = [place.split("|")[1] for place in golden()[data, "cox_coefficient"] if place.split("|")[0] == label]
    if data == "cohort":
        covariates = paper_covariates(reconstructed_patients())
        by_name = {covariate.columns[0]: covariate for covariate in covariates}
        frame = with_covariates(reconstructed_patients(), covariates)
        return fit_cox(frame, label.split()[0], [by_name[COVARIATE_OF[term]] for term in terms], transform)
    time, event = PUBLIC_MODELS[data]
    frame = public_data(data).rename({time: "x_days", event: "x_event"})
    return fit_cox(frame, "x", [measured(term) for term in terms], transform)


def of_a_cox_model(data: str, quantity: str, place: str) -> float:
    if quantity.startswith("zph"):
        label, transform, term = place.split("|")
        tests = {test.name: test for test in cox(data, label, transform).proportional_hazards}
        test = tests[COVARIATE_OF.get(term, term) if data == "cohort" else term]
        return test.chi_square if quantity == "zph_chi_square" else test.p_value
    label, *term = place.split("|")
    fit = cox(data, label)
    if not term:
        return {
            "cox_log_likelihood": fit.log_likelihood,
            "cox_null_log_likelihood": fit.null_log_likelihood,
            "cox_n": fit.patients,
            "cox_events": fit.events,
        }[quantity]
    name = {"cox_p": "p_value"}.get(quantity, quantity.removeprefix("cox_"))
    return getattr(fit.term(COVARIATE_OF[term[0]] if data == "cohort" else term[0]), name)


def of_a_table(_: str, quantity: str, place: str) -> float:
    counts = [[int(cell) for cell in row.split(",")] for row in place.split("|")[1].split(";")]
    if quantity == "fisher_p":
        return fisher_exact_p(counts)
    test = compare_counts(counts)
    return test.statistic if quantity == "chi_square" else test.p_value


def of_a_binomial(_: str, quantity: str, place: str) -> float:
    found = proportion_with_interval(*(int(part) for part in place.split("|")))
    return (found.lower_percent if quantity.endswith("lower") else found.upper_percent) / 100


CONSTANT = pl.DataFrame({"value": [0.7] * 7 + [0.4, 1.1, 0.9, 2.3], "group": ["a"] * 7 + ["b"] * 4})


def of_means(data: str, quantity: str, place: str) -> float:
    frame, group = {
        "constant": lambda: (CONSTANT, "group"),
        "cohort": lambda: (reconstructed_patients(), "arm"),
    }.get(data, lambda: (public_data(data), {"lung": "sex", "pbc": "trt", "colon": "rx"}[data]))()
    column = COLUMN_OF[place] if data == "cohort" else place
    known = frame.drop_nulls([column, group])
    samples = [part[column].to_numpy() for _, part in sorted(known.group_by(group), key=lambda item: str(item[0][0]))]
    if quantity in ("variance_ratio_p", "bartlett_p"):
        return variance_p([(len(sample), sample.mean(), sample.std(ddof=1)) for sample in samples])
    test = compare_means(samples, "welch" if quantity.startswith("welch") else "student")
    return {"t": test.statistic, "df": test.df, "p": test.p_value}[quantity.rsplit("_", 1)[1]]


def own_value(data: str, quantity: str, place: str) -> float | None:
    """Return the analysis's own value of one row of golden.csv."""
    for beginning, of in (
        (("km_", "median_", "reverse_", "rate_", "at_risk"), of_a_curve),
        (("log_rank",), of_a_log_rank),
        (("cox_", "zph_"), of_a_cox_model),
        (("fisher", "chi_square"), of_a_table),
        (("clopper",), of_a_binomial),
        (("variance_ratio", "bartlett", "student", "welch", "anova"), of_means),
    ):
        if quantity.startswith(beginning):
            return of(data, quantity, place)
    raise KeyError(quantity)


def is_compared(quantity: str) -> bool:
    """Whether the value is one of this table; the others are compared in test_adjusted.py and test_tables.py."""
    return not quantity.startswith(("propensity", "stabilised", "weighted", "robust", "interaction", "quartile")) and quantity not in (
        "R",
        "survival",
    )


def beyond_follow_up(data: str, quantity: str, place: str) -> bool:
    """R was told to carry a curve on beyond its last time; the analysis gives no rate there."""
    if not quantity.startswith("rate"):
        return False
    label, level, time = place.split("|")
    return float(time) > curve(data, label, level, "log").times[-1]


@cache
def largest_errors() -> dict[tuple[str, str], tuple[float, str, int]]:
    """Return (quantity, data set) -> the largest relative error, the place where it is, and how many values were compared."""
    found = defaultdict(lambda: (0.0, "", 0))
    for (data, quantity), places in golden().items():
        if not is_compared(quantity):
            continue
        for place, expected in places.items():
            if beyond_follow_up(data, quantity, place):
                continue
            own = own_value(data, quantity, place)
            error = relative_error(own, expected)
            if quantity == "variance_ratio_p":
                error = min(error, abs(own - expected))  # R takes 1 - p, which has lost the last digits of a small p
            worst, where, count = found[quantity, data]
            found[quantity, data] = (max(worst, error), place if error > worst else where, count + 1)
    return dict(found)


if __name__ == "__main__":
    by_quantity = defaultdict(list)
    for (quantity, _), (error, _, count) in largest_errors().items():
        by_quantity[quantity].append((error, count))
    for quantity, errors in by_quantity.items():
        print(f"{quantity:32}{sum(count for _, count in errors):7,} values   {max(error for error, _ in errors):.1e}")

"""Missing covariates: which are missing together, and models with them imputed, held to R's mice.

Rubin's rules are held to mice::pool on sets that are given (tests/r/imputed.R), value by value; what is drawn to mice's within the error
that a finite number of sets has, four times of which it does not exceed by chance but once in 16,000.
"""

import dataclasses

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.cox_table import Entry, fit_cox_table
from pipelines.analysis.hazards import fit_hazards
from pipelines.analysis.imputation import Incomplete, draw_complete, nearest
from pipelines.analysis.missing_values import Pattern, count_patterns, cumulative_hazard, impute_model
from pipelines.analysis.rubins_rules import pool
from pipelines.report.missing_value_tables import print_missing
from tests.analysis.cohort_frame import measured, paper_arms, paper_covariates, patients_frame
from tests.r.golden_values import golden, public_data

R = golden(name="imputed.csv")
NAMES = ("age", "chol", "trig", "platelet")
NAMED = ("arm", "portal_vein_invasion", "metastasis")


def pbc() -> pl.DataFrame:
    frame = public_data("pbc").with_columns(patient_id=pl.format("P{}", "id"), os_days="time", os_event=pl.col("died") == 1)
    return frame.with_columns(pl.col("chol", "trig", "platelet").cast(pl.Float64))


# --- Rubin's rules


@pytest.fixture(scope="module")
def pooled():
    """Five sets: the missing cholesterol of patient i in set k is the (7 i + 13 k)th of those known, in their order."""
    frame = pbc()
    known, fits = sorted(frame["chol"].drop_nulls()), []
    for k in range(1, 6):
        filled = [known[(i * 7 + k * 13) % len(known)] if value is None else value for i, value in enumerate(frame["chol"], 1)]
        values = frame.with_columns(pl.Series("chol", filled)).select("trt", "age", "chol").to_numpy().astype(float)
        fits.append(fit_hazards(frame["time"].to_numpy().astype(float), frame["died"].to_numpy() == 1, values))
    events = int(frame["died"].sum())
    return {
        name: pool([fit.coefficients[place] for fit in fits], [fit.std_errs[place] for fit in fits], events - 3)
        for place, name in enumerate(("trt", "age", "chol"))
    }


@pytest.mark.parametrize(
    ("own", "of_r"),
    [("estimate", "estimate"), ("std_err", "std.error"), ("df", "df"), ("lower", "2.5 %"), ("upper", "97.5 %"), ("p_value", "p.value"),
     ("missing_information", "fmi")],
)  # fmt: skip
def test_sets_that_are_given_are_pooled_as_by_mice(pooled, own, of_r):
    assert {name: getattr(one, own) for name, one in pooled.items()} == pytest.approx(R["pbc", f"rubin_{of_r}"], rel=1e-9)


# --- drawing


@pytest.mark.slow
def test_what_is_drawn_agrees_with_mice_within_the_error_of_drawing():
    frame = pbc().with_columns(age=pl.when(pl.int_range(pl.len()) % 4 != 0).then("age"))
    covariates = [measured(name) for name in NAMES]
    model = impute_model(frame, fit_cox_table(frame, "os", covariates, Entry(NAMES)), covariates, sets=100)
    assert (model.patients, model.events, model.sets) == (312, 125, 100)
    for term in model.terms:
        error = R["pbc", "drawn_error"][term.complete.name]
        assert abs(term.pooled.estimate - R["pbc", "drawn_estimate"][term.complete.name]) < 4 * error * 2**0.5
        assert term.pooled.std_err == pytest.approx(R["pbc", "drawn_std.error"][term.complete.name], rel=0.04)


def test_who_is_complete_stays_as_is_and_a_gap_takes_a_value_that_somebody_has():
    values = np.array([[1.0, 10.0], [2.0, np.nan], [3.0, 30.0], [np.nan, 40.0], [5.0, 50.0]])
    data = Incomplete(values, ((0,), (1,)), np.zeros((5, 0)))
    known = ~np.isnan(values)
    for filled in draw_complete(data, 5, seed=1):
        assert (filled[known] == values[known]).all()
        assert filled[1, 1] in (10, 30, 40, 50) and filled[3, 0] in (1, 2, 3, 5)


def test_the_levels_of_a_factor_come_from_one_donor():
    levels = np.repeat([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], 5, axis=0)
    levels[[0, 6]] = np.nan
    for filled in draw_complete(Incomplete(levels, ((0, 1),), np.arange(15.0)[:, None]), 20, seed=1):
        assert set(map(tuple, filled.tolist())) <= {(1, 0), (0, 1), (0, 0)}


def test_a_donor_is_one_of_the_five_nearest():
    predicted, generator = np.arange(20.0)[:, None], np.random.default_rng(1)
    drawn = {int(nearest(predicted, np.array([[10.1]]), generator)[0]) for _ in range(200)}
    assert drawn == {8, 9, 10, 11, 12}


def test_the_hazard_is_that_of_nelson_and_aalen():
    """Of 4 at risk 1 dies on day 1 (1/4), of 3 two on day 2 (+ 2/3), the last is censored on day 3."""
    found = cumulative_hazard(np.array([2.0, 1.0, 3.0, 2.0]), np.array([1.0, 1.0, 0.0, 1.0]))
    assert found == pytest.approx([1 / 4 + 2 / 3, 1 / 4, 1 / 4 + 2 / 3, 1 / 4 + 2 / 3])


# --- patterns and models


def cohort() -> pl.DataFrame:
    """Forty patients with days 1 to 40; of every fifth the portal vein is not known, of every tenth metastasis as well."""
    rows = []
    for i in range(40):
        row = {"patient_id": f"P{i:02}", "arm": "post_ate_beva" if i % 2 else "first_line", "os_days": 1 + i, "os_event": i % 3 > 0}
        row |= {"has_portal_vein_invasion": None if i % 5 == 0 else i % 4 < 2, "has_metastasis": None if i % 10 == 0 else i % 7 < 3}
        rows.append(row)
    return patients_frame(*rows)


def test_patterns_are_counted_by_arm_the_complete_ones_first():
    frame = cohort()
    portal, metastasis = NAMED[1:]
    covariates = [one for one in paper_covariates(frame) if one.name in NAMED]
    found = count_patterns(frame, covariates)
    assert found.sizes == (20, 20) and found.patterns[0].missing == ()
    assert Pattern((portal,), (0, 4)) in found.patterns  # 5, 15, 25, 35
    assert Pattern((portal, metastasis), (4, 0)) in found.patterns  # 0, 10, 20, 30
    assert found.lacking(portal) == (4, 4) and found.lacking(metastasis) == (4, 0)
    assert sum(sum(one.counts) for one in found.patterns) == 40


def model_of(frame: pl.DataFrame):
    covariates = [one for one in paper_covariates(frame) if one.name in NAMED]
    table = fit_cox_table(frame, "os", covariates, Entry(tuple(one.name for one in covariates)))
    return impute_model(frame, table, covariates)


def test_a_model_stands_on_everybody_and_beside_it_the_complete_cases():
    model = model_of(cohort())
    assert (model.patients, model.complete, model.sets) == (40, 32, 20)  # 20 %: the fewest sets are 20
    assert all(term.pooled and term.complete.coefficient is not None for term in model.terms)


def test_a_pooled_hazard_ratio_beyond_any_number_is_none_in_print():
    """e to the power of 1,000 is no number; to the power of 60 it is one of 27 digits, of which a table has the first two."""
    told, untold = (pool([value] * 2, [1.0] * 2, df_complete=100) for value in (60.0, 1000.0))
    assert told.ratios[0] == pytest.approx(1.142e26, rel=1e-3) and untold.ratios == (None, None, None)
    model = model_of(cohort())
    lines = {}
    for name, pooled in (("told", told), ("untold", untold)):
        own = dataclasses.replace(model, terms=(dataclasses.replace(model.terms[0], pooled=pooled),))
        (table,) = print_missing(None, [own], paper_arms(), {"os": "OS"})
        lines[name] = table.lines[1].cells[2].text
    assert lines["told"].startswith("1.1 × 10^26 (") and lines["untold"] == "–"


def test_nothing_is_imputed_where_nothing_is_missing():
    frame = cohort().with_columns(pl.col("has_portal_vein_invasion", "has_metastasis").fill_null(strategy="forward").fill_null(True))
    assert model_of(frame) is None


def test_how_patients_are_named_changes_nothing():
    frame = cohort()
    turned = frame.with_columns(patient_id=pl.col("patient_id").reverse())
    one, other = model_of(frame), model_of(turned)
    assert [term.pooled.estimate for term in one.terms] == pytest.approx([term.pooled.estimate for term in other.terms], rel=1e-9)

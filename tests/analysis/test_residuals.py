"""The models patient by patient: what the residuals add up to, and who carries a coefficient. R's values: tests/r/requested.R."""

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.cox_table import Entry, fit_cox_table
from pipelines.analysis.hazards import fit_hazards
from pipelines.analysis.partial_likelihood import Observed
from pipelines.analysis.residual_checks import check_residuals
from pipelines.analysis.residuals import martingale_residuals, schoenfeld_residuals
from pipelines.report.document import Table
from pipelines.report.residual_figures import print_residuals
from tests.analysis.cohort_frame import DAYS_PER_MONTH, measured, paper_covariates, patients_frame, reconstructed_patients
from tests.r.golden_values import public_data


def veteran() -> tuple[Observed, np.ndarray]:
    frame = public_data("veteran")
    values = frame.select("karno", "age").to_numpy().astype(float)
    observed = Observed(frame["time"].to_numpy().astype(float), frame["status"].to_numpy() == 1, values)
    return observed, fit_hazards(observed.times, observed.events, values).coefficients


def test_at_the_top_of_the_likelihood_residuals_add_up_to_0():
    observed, coefficients = veteran()
    assert martingale_residuals(observed, coefficients).sum() == pytest.approx(0, abs=1e-8)
    _, residuals = schoenfeld_residuals(observed, coefficients)
    assert residuals.sum(axis=0) == pytest.approx([0, 0], abs=1e-6)


def checks_of(patients, named=("arm", "ecog_0", "child_pugh_a")):
    covariates = [one for one in paper_covariates(patients) if one.name in named]
    table = fit_cox_table(patients, "os", covariates, Entry(named))
    return check_residuals(patients, table, covariates, [measured("age_years"), measured("alt_u_l")], DAYS_PER_MONTH), table


def test_a_panel_has_an_event_per_point_and_a_measured_one_each_patient_with_a_value():
    found, table = checks_of(reconstructed_patients())
    assert [(points.name, len(points.places)) for points, _ in found.coefficients] == [
        ("post_ate_beva", 47), ("ecog_0", 47), ("child_pugh_a", 47)
    ]  # fmt: skip
    assert [points.name for points in found.measured] == ["age_years", "alt_u_l"]
    assert [len(points.places) for points in found.measured] == [100, 97]  # 3 have no ALT
    assert [value for _, value in found.coefficients] == pytest.approx([term.coefficient for term in table.multivariate.terms])
    assert all(points.smooth for points, _ in found.coefficients)


def test_a_measured_covariate_is_looked_at_in_a_model_that_has_it_too():
    """The study's covariates are made once for the models and once, with the confounders, for the checks."""
    patients = reconstructed_patients()
    covariates = [measured("age_years")]
    table = fit_cox_table(patients, "os", covariates, Entry(("age_years",)))
    found = check_residuals(patients, table, covariates, [measured("age_years")], DAYS_PER_MONTH)
    assert [one.name for one in found.measured] == [points.name for points, _ in found.coefficients] == ["age_years"]


@pytest.mark.slow
def test_a_coefficient_without_the_patient_who_moves_it_most_is_that_of_the_others():
    patients = reconstructed_patients()
    found, _ = checks_of(patients)
    alone = [checks_of(patients.filter(pl.col("patient_id") != name))[1] for name in patients["patient_id"]]
    for place, one in enumerate(found.influences):
        assert one.largest == max(one.moves, key=abs)
        without = [other.multivariate.terms[place].hazard_ratio for other in alone]
        assert min(abs(np.log(one.without / ratio)) for ratio in without) < 1e-9
        assert np.sign(np.log(one.hazard_ratio / one.without)) == np.sign(one.largest)


def test_a_model_without_an_estimate_has_no_residuals():
    rows = [
        {"patient_id": f"P{i}", "arm": arm, "os_days": i + 1, "os_event": False}
        for i, arm in enumerate(("first_line", "post_ate_beva") * 4)
    ]
    found, _ = checks_of(patients_frame(*rows), ("arm",))
    assert found is None


def test_a_hazard_ratio_beyond_any_number_is_none_and_its_coefficient_stays():
    """The age in 100,000 years: of a year the coefficient is 0.0154, of such a unit 1,540, and e to the power of that no number."""
    patients = reconstructed_patients().with_columns(pl.col("age_years") / 100_000)
    table = fit_cox_table(patients, "os", [measured("age_years")], Entry(("age_years",)))
    found = check_residuals(patients, table, [measured("age_years")], [], DAYS_PER_MONTH)
    ((_, coefficient),), (influence,) = found.coefficients, found.influences
    assert coefficient == pytest.approx(1539.677) and influence.hazard_ratio is influence.without is None
    *_, line = next(one for one in print_residuals([found], {"os": "OS"}) if isinstance(one, Table)).lines
    assert (line.cells[0].text, line.cells[2].text) == ("–", "–")


def test_few_points_have_no_smooth_line():
    rows = [
        {"patient_id": f"P{i}", "arm": arm, "os_days": i + 1, "os_event": True, "age_years": 60 + i % 3}
        for i, arm in enumerate(("first_line", "post_ate_beva", "post_ate_beva", "first_line"))
    ]
    found, _ = checks_of(patients_frame(*rows), ("arm",))
    assert [points.smooth for points, _ in found.coefficients] == [()] and found.measured[0].smooth == ()

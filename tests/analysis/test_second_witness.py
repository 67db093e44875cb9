"""lifelines as a second witness: it confirms what is right, contradicts what is wrong, and is silent where it has no estimate."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.analysis.primary_tables import fit_paper_tables
from pipelines.analysis.second_witness import Contradicted, hear_second_witness
from pipelines.settings.sections import Analysis
from tests.analysis.cohort_frame import reconstructed_patients

PATIENTS = reconstructed_patients()
PAPER = fit_paper_tables(PATIENTS, Analysis())


def test_confirms_the_curves_tests_and_models_of_the_cohort():
    assert hear_second_witness(PATIENTS, PAPER) == (
        "curve of overall survival (first_line)",
        "curve of overall survival (post_ate_beva)",
        "curve of overall survival (all)",
        "log-rank test of overall survival",
        "curve of progression-free survival (first_line)",
        "curve of progression-free survival (post_ate_beva)",
        "curve of progression-free survival (all)",
        "log-rank test of progression-free survival",
        "multivariate Cox model of OS",
        "multivariate Cox model of PFS",
    )


def with_curve(paper):
    first, *others = paper.overall_survival.groups
    lower = tuple(probability * (1 - 1e-6) for probability in first.curve.survival)
    groups = (replace(first, curve=replace(first.curve, survival=lower)), *others)
    return replace(paper, overall_survival=replace(paper.overall_survival, groups=groups))


def with_log_rank(paper):
    test = replace(paper.overall_survival.log_rank, chi_square=paper.overall_survival.log_rank.chi_square + 1e-4)
    return replace(paper, overall_survival=replace(paper.overall_survival, log_rank=test))


def with_coefficient(paper):
    fit = paper.overall_survival_cox.multivariate
    first, *others = fit.terms
    moved = replace(first, coefficient=first.coefficient + 0.01 * first.std_err)
    return replace(paper, overall_survival_cox=replace(paper.overall_survival_cox, multivariate=replace(fit, terms=(moved, *others))))


def below_the_top(paper):
    fit = paper.overall_survival_cox.multivariate
    lower = replace(fit, log_likelihood=fit.log_likelihood - 0.001)
    return replace(paper, overall_survival_cox=replace(paper.overall_survival_cox, multivariate=lower))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (with_curve, "curve of overall survival .first_line.$"),
        (with_log_rank, "log-rank test of overall survival$"),
        (with_coefficient, "multivariate Cox model of OS$"),
        (below_the_top, "multivariate Cox model of OS$"),
        (lambda paper: with_curve(with_log_rank(paper)), "curve of .* and another log-rank test of overall survival$"),
    ],
)
def test_contradicts_a_wrong_number(spoil, said):
    with pytest.raises(Contradicted, match=f"^lifelines finds another {said}"):
        hear_second_witness(PATIENTS, spoil(PAPER))


def test_has_no_opinion_where_it_ends_below_our_likelihood():
    fit = PAPER.overall_survival_cox.multivariate
    higher = replace(fit, log_likelihood=fit.log_likelihood + 0.001)
    paper = replace(PAPER, overall_survival_cox=replace(PAPER.overall_survival_cox, multivariate=higher))
    assert "multivariate Cox model of OS" not in hear_second_witness(PATIENTS, paper)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 30), st.booleans(), st.integers(0, 30), st.booleans()), min_size=1, max_size=25)
)
def test_never_contradicts_what_is_right(drawn):
    """Few patients, tied and zero days, arms without patients or events: silence at the most."""
    places, os_days, os_event, pfs_days, pfs_event = zip(*drawn, strict=True)
    patients = PATIENTS[list(places)].with_columns(pl.Series("patient_id", [f"{place:03d}" for place in range(len(drawn))]))
    for endpoint, days, event in (("os", os_days, os_event), ("pfs", pfs_days, pfs_event)):
        columns = {f"{endpoint}_days": days, f"{endpoint}_event": event, f"{endpoint}_months": [day / 30.4375 for day in days]}
        patients = patients.with_columns(pl.Series(name, list(values)).cast(PATIENTS.schema[name]) for name, values in columns.items())
    named = Analysis(os_covariates=["post_ate_beva", "female"], pfs_covariates=["ecog_0", "afp_over_400"])
    hear_second_witness(patients, fit_paper_tables(patients, named))

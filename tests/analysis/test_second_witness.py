"""lifelines as a second witness: it confirms what is right, contradicts what is wrong, and is silent where it has no estimate."""

import random
from collections import Counter
from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from pipelines.analysis.second_witness import Contradicted, hear_second_witness, is_same
from tests.analysis.cohort_frame import paper_covariates, paper_tables, reconstructed_patients


@cache
def patients():
    return reconstructed_patients()


@cache
def paper_of_cohort():
    return paper_tables(patients(), multivariate={})


@cache
def covariates():
    return paper_covariates(patients())


@pytest.mark.slow
def test_confirms_the_curves_tests_and_models_of_the_cohort():
    assert hear_second_witness(patients(), paper_of_cohort(), covariates()) == (
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


def with_survival(paper, **changed):
    """Change something of overall survival."""
    first, *others = paper.survivals
    return replace(paper, survivals=(replace(first, **changed), *others))


def with_model(paper, multivariate):
    """Put another model in the place of the multivariate one of overall survival."""
    first, *others = paper.coxes
    return replace(paper, coxes=(replace(first, multivariate=multivariate), *others))


def with_curve(paper):
    first, *others = paper.survival("os").groups
    lower = tuple(probability * (1 - 1e-6) for probability in first.curve.survival)
    groups = (replace(first, curve=replace(first.curve, survival=lower)), *others)
    return with_survival(paper, groups=groups)


def with_log_rank(paper, by=1e-4):
    chi_square = paper.survival("os").log_rank.chi_square * (1 + by)
    test = replace(paper.survival("os").log_rank, chi_square=chi_square)
    return with_survival(paper, log_rank=test)


def with_term(paper, name, by):
    """Move one number of the first covariate by a share of it."""
    fit = paper.cox("os").multivariate
    first, *others = fit.terms
    moved = replace(first, **{name: getattr(first, name) * (1 + by)})
    return with_model(paper, replace(fit, terms=(moved, *others)))


def below_the_top(paper, by=0.001):
    fit = paper.cox("os").multivariate
    lower = replace(fit, log_likelihood=fit.log_likelihood - by)
    return with_model(paper, lower)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (with_curve, "curve of overall survival .first_line.$"),
        (with_log_rank, "log-rank test of overall survival$"),
        (lambda paper: with_term(paper, "coefficient", 1e-4), "multivariate Cox model of OS$"),
        (lambda paper: with_term(paper, "std_err", 1e-4), "multivariate Cox model of OS$"),
        (below_the_top, "multivariate Cox model of OS$"),
        (lambda paper: with_curve(with_log_rank(paper)), "curve of .* and another log-rank test of overall survival$"),
    ],
)
def test_contradicts_a_wrong_number(spoil, said):
    with pytest.raises(Contradicted, match=f"^lifelines finds another {said}"):
        hear_second_witness(patients(), spoil(paper_of_cohort()), covariates())


# A millionth: what moves by less is confirmed, what moves by more is contradicted; exactly at the limit: the next test.
@pytest.mark.slow
@pytest.mark.parametrize("by", [1.01e-6, -1.01e-6])
@pytest.mark.parametrize(
    ("move", "what"),
    [
        (with_log_rank, "log-rank test of overall survival"),
        (lambda paper, by: with_term(paper, "coefficient", by), "multivariate Cox model of OS"),
        (lambda paper, by: with_term(paper, "std_err", by), "multivariate Cox model of OS"),
        (lambda paper, by: below_the_top(paper, abs(by) / 10), "multivariate Cox model of OS"),  # 1e-7, no share of it
    ],
    ids=["log-rank", "coefficient", "standard error", "likelihood"],
)
def test_a_millionth_is_the_limit(move, what, by):
    assert what in hear_second_witness(patients(), move(paper_of_cohort(), by * 0.98), covariates())
    with pytest.raises(Contradicted, match=f"^lifelines finds another {what}$"):
        hear_second_witness(patients(), move(paper_of_cohort(), by), covariates())


@pytest.mark.parametrize(
    ("theirs", "ours", "relative", "least", "same"),
    [
        (1_000_000, 1_000_000, 1e-6, 0, True),
        (1_000_001, 1_000_000, 1e-6, 0, True),  # a millionth
        (1_000_002, 1_000_000, 1e-6, 0, False),
        (-1_000_001, -1_000_000, 1e-6, 0, True),
        (-1_000_002, -1_000_000, 1e-6, 0, False),
        (1_000_000, -1_000_000, 1e-6, 0, False),
        ([1, 1_000_002], [1, 1_000_000], 1e-6, 0, False),  # one of two
        (1e-9, 0, 1e-6, 1e-9, True),
        (2e-9, 0, 1e-6, 1e-9, False),
        (float("nan"), 1, 1e-6, 0, False),
    ],
)
def test_numbers_are_the_same_up_to_a_share_of_ours(theirs, ours, relative, least, same):
    assert is_same(theirs, ours, relative, least) is same


@pytest.mark.slow
def test_has_no_opinion_where_it_ends_below_our_likelihood():
    fit = paper_of_cohort().cox("os").multivariate
    higher = replace(fit, log_likelihood=fit.log_likelihood + 0.001)
    paper = with_model(paper_of_cohort(), higher)
    assert "multivariate Cox model of OS" not in hear_second_witness(patients(), paper, covariates())


def drawn_cohort(draw):
    """Draw a few patients with tied and zero days, arms without patients or events, and covariates that part the dead from the living."""
    size, last_day = draw.randint(1, 60), draw.choice([10, 30, 300])
    cohort = patients()[[draw.randrange(patients().height) for _ in range(size)]]
    columns = {"patient_id": [f"{place:03d}" for place in range(size)]}
    for endpoint in ("os", "pfs"):
        days = [draw.randint(0, last_day) for _ in range(size)]
        events = [draw.random() < 0.6 for _ in range(size)]
        columns |= {f"{endpoint}_days": days, f"{endpoint}_event": events, f"{endpoint}_months": [day / 30.4375 for day in days]}
    return cohort.with_columns(pl.Series(name, values).cast(patients().schema[name]) for name, values in columns.items())


@pytest.mark.slow
def test_never_contradicts_what_is_right():
    """Of 200 cohorts none is contradicted, and most are confirmed: the witness is silent at the most."""
    named = {"OS": ["arm", "female"], "PFS": ["ecog_0", "afp_over_400"]}
    heard = Counter()
    for number in range(200):
        patients = drawn_cohort(random.Random(number))
        paper = paper_tables(patients, multivariate=named if number % 2 else {})
        heard.update(hear_second_witness(patients, paper, paper_covariates(patients)))
    assert heard["curve of overall survival (all)"] == 200
    assert min(heard["multivariate Cox model of OS"], heard["multivariate Cox model of PFS"]) >= 120, "else the test says little"

"""What `[analysis] further` asks for beyond the usual: made where it is named, explained in the methods, and never for print."""

from typing import get_args

import polars as pl
import pytest

from pipelines.analysis import adjusted_rates, missing_values
from pipelines.report.build_document import build_document
from pipelines.report.document import Figure, Paragraph, Table
from pipelines.report.numbers import numbers_of
from pipelines.settings.sections import Further
from tests.analysis.cohort_frame import reconstructed_patients
from tests.report.report_of import RESULTS, settings_with, statistics_of, written

pytestmark = pytest.mark.slow
PIECES = {  # what is asked for: its tables and figures, the head of its methods text, how its numbers begin
    "adjusted_rates": ({"adjusted_rates", "weighted_os", "weighted_pfs"}, "Adjusted rates", "adjusted_rates"),
    "missing_values": ({"missing_values", "missing_patterns", "imputed_models"}, "Missing values", "imputed_"),
    "residuals": ({"schoenfeld_os", "schoenfeld_pfs", "martingale_os", "influence"}, "Residuals", "influence_"),
}
ALL = {name for names, _, _ in PIECES.values() for name in names}


def some_values_missing() -> pl.DataFrame:
    """Return the invented patients, of every ninth of whom it is not known whether there are metastases."""
    metastasis = pl.when(pl.int_range(pl.len()) % 9 > 0).then("has_metastasis")
    return reconstructed_patients().with_columns(has_metastasis=metastasis)


@pytest.fixture(scope="module")
def made():
    """Return for each profile the names of tables and figures, the heads of the methods, and the names of the numbers."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adjusted_rates.fit_adjusted_rates, "__defaults__", (20,))  # draws
        for profile, asked in (("internal", [*PIECES]), ("publish", [*PIECES]), ("usual", [])):
            settings = settings_with(
                analysis={"further": asked}, report={"profile": profile.replace("usual", "internal")}, study={"subgroups": []}
            )
            statistics = statistics_of(some_values_missing(), settings)
            document = build_document(statistics, settings, RESULTS)
            (methods,) = (section for section in document.sections if section.anchor == "methods")
            leads = {block.lead for block in methods.blocks if isinstance(block, Paragraph)}
            numbers = {number.analysis for number in numbers_of(statistics)}
            found[profile] = ({one.name for one in document.blocks(Table) + document.blocks(Figure)}, leads, numbers)
    return found


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_that_is_asked_for_is_made_and_explained(made, piece):
    names, lead, analysis = PIECES[piece]
    blocks, leads, numbers = made["internal"]
    assert names <= blocks and lead in leads and any(one.startswith(analysis) for one in numbers)


@pytest.mark.parametrize("profile", ["publish", "usual"])
def test_nothing_of_it_is_in_print_or_where_it_is_not_asked_for(made, profile):
    blocks, leads, numbers = made[profile]
    assert not blocks & ALL and not leads & {lead for _, lead, _ in PIECES.values()}
    assert not [one for one in numbers for _, _, begins in PIECES.values() if one.startswith(begins)]


def many_missing() -> pl.DataFrame:
    """Return the invented patients, of every nine of whom four lack a covariate, each another one."""
    patients, place = reconstructed_patients(), pl.int_range(pl.len())
    names = ("age_years", "child_pugh_class", "has_metastasis", "afp_ng_ml")
    return patients.with_columns(pl.when((place + number) % 9 > 0).then(name).alias(name) for number, name in enumerate(names))


@pytest.mark.parametrize("patients", [lambda: reconstructed_patients().head(1), many_missing], ids=["one patient", "many missing"])
def test_a_report_of_everything_is_written_of_any_cohort(patients, tmp_path, monkeypatch):
    """Age is a number in the models and among the confounders."""
    monkeypatch.setattr(adjusted_rates.fit_adjusted_rates, "__defaults__", (10,))  # draws
    monkeypatch.setattr(missing_values, "FEWEST", 3)
    names = ["age_years", "child_pugh_a", "metastasis", "log_afp"]
    settings = settings_with(
        analysis={"further": list(get_args(Further))},
        study={"subgroups": [], "covariates": names, "confounders": names[:2], "multivariate": {"OS": names, "PFS": names}},
    )
    files = written(patients(), tmp_path / "results", settings)
    is_compared = patients is many_missing
    assert ("tables/imputed_models.csv" in files) is ("tables/influence.csv" in files) is is_compared
    assert "tables/checklist_strobe.csv" in files

"""Cohorts that are small, one-sided or empty: a sentence or a dash instead of a number, never an error."""

import polars as pl
import pytest

from schemas.role import ANALYSIS_SET
from tests.analysis.cohort_frame import reconstructed_patients
from tests.report.report_of import cohort_of, numbers_in, settings_with, written

ALL = reconstructed_patients()
FIRST = ALL.filter(pl.col("arm") == "first_line")
ODD = {
    "one arm": FIRST,
    "one arm of three patients": ALL.filter(pl.col("arm") == "post_ate_beva").head(3),
    "three patients, two arms": pl.concat([FIRST.head(2), ALL.filter(pl.col("arm") == "post_ate_beva").head(1)]),
    "one patient": ALL.head(1),
    "no patient": ALL.head(0),
    "no events": ALL.with_columns(os_event=pl.lit(False), pfs_event=pl.lit(False)),
    "all events on one day": ALL.with_columns(os_days=pl.lit(30), os_months=pl.lit(1.0), os_event=pl.lit(True)),
    "all died on day 0": ALL.with_columns(os_days=pl.lit(0), os_months=pl.lit(0.0), os_event=pl.lit(True)),
    "nothing known at baseline": ALL.with_columns(
        *(pl.lit(None, dtype=ALL.schema[name]).alias(name) for name in
          ("age_years", "sex", "ast_u_l", "alt_u_l", "total_bilirubin_mg_dl", "bclc_group", "etiology", "child_pugh_class", "ecog",
           "afp_ng_ml", "largest_tumour_cm", "tumour_number", "has_portal_vein_invasion", "has_metastasis", "prior_treatments",
           "is_afp_above_400", "best_response", "confirmed_best_response"))
    ),
    "no times": ALL.with_columns(
        *(pl.lit(None, dtype=ALL.schema[name]).alias(name) for name in
          ("os_days", "os_months", "os_event", "pfs_days", "pfs_months", "pfs_event"))
    ),
    "Child-Pugh arms, the last of one patient": ALL.with_columns(
        arm=pl.concat([pl.repeat("child_pugh_a", 70, eager=True), pl.repeat("child_pugh_b", 29, eager=True),
                       pl.repeat("child_pugh_c", 1, eager=True)])
    ),
    "an arm of no known name": ALL.with_columns(arm=pl.lit("other_arm")),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ODD)
def test_odd_cohort_is_reported(name, tmp_path):
    files = written(ODD[name], tmp_path / "results")
    page = files["report.html"].decode()
    assert "The statistics ran" in page
    assert not [number for number in numbers_in(files) if isinstance(number["value"], float) and number["value"] != number["value"]]
    for wrong in ("nan<", "nan ", "None<", "None)", "inf<", "inf ", "Traceback"):
        assert f">{wrong}" not in page and f"({wrong}" not in page


@pytest.mark.slow
def test_odd_cohorts_by_child_pugh_class(tmp_path):
    settings = settings_with(study={"index_treatment": "TACE", "regimens": []})
    page = written(ODD["Child-Pugh arms, the last of one patient"], tmp_path / "results", settings)["report.html"].decode()
    assert "whose first TACE began" in page and "(n = 1)" in page


def test_fixture_has_the_tables_the_statistics_read():
    assert cohort_of(ALL)[ANALYSIS_SET].height == 100

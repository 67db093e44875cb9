"""The scripts that lie beside a release read its cohort with labels, and with codes in the order of the dictionary, in Python and R."""

import csv
import importlib.util
import json
import shutil
import subprocess

import polars as pl
import pytest

from tests.whole_path import clean_release, slow_to_make

ARMS = ["First-line HAIC", "Post-ate-beva HAIC"]  # those of the study, the reference first; the others of the registry have no patient


@pytest.fixture(scope="module")
@slow_to_make
def release():
    return (clean_release().data / "registry" / "current").resolve()


@pytest.fixture(scope="module")
def script(release):
    """The script as it lies in the release, loaded from there."""
    spec = importlib.util.spec_from_file_location("read_cohort_of_release", release / "read_cohort.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_scripts_are_files_of_the_release(release):
    files = json.loads((release / "manifest.json").read_text())["files"]
    assert {"read_cohort.py", "read_cohort.R"} <= files.keys()


def test_python_reads_factors_in_their_order(script):
    patients = script.read_cohort()
    assert patients.height == 100
    assert patients.schema["arm"] == pl.Enum(ARMS)
    assert patients.schema["etiology"].categories.to_list() == ["Hepatitis B virus", "Hepatitis C virus", "Alcohol", "Others"]
    assert patients.schema["best_response"].categories.to_list()[-1] == "Not evaluable"
    assert dict(patients["arm"].value_counts().rows()) == {"First-line HAIC": 66, "Post-ate-beva HAIC": 34}
    assert patients.schema["ecog"] == pl.Int64 and patients.schema["prior_treatments"] == pl.String


def test_python_keeps_codes_and_levels_if_asked(script):
    patients = script.read_cohort(labels=False, all_levels=True)
    assert (
        patients.schema["arm"].categories.to_list()[:2] == ["first_line", "post_ate_beva"] and len(patients.schema["arm"].categories) == 4
    )
    assert patients.schema["bclc_group"] == pl.Enum(["0/A", "B", "C", "D"])


def test_python_says_how_columns_are_called(script):
    labels = script.read_labels()
    assert (labels["age_years"], labels["afp_ng_ml"], labels["arm"]) == ("Age (years)", "AFP (ng/mL)", "Treatment arm")


def test_pandas_has_the_same_categories(script):
    arm = script.read_cohort().to_pandas()["arm"]
    assert list(arm.cat.categories) == ARMS and (arm == "First-line HAIC").sum() == 66


def test_python_reads_every_table_of_the_cohort(script, release):
    for path in sorted((release / "cohort").glob("*.parquet")):
        assert script.read_cohort(table=path.stem).height == pl.read_parquet(path).height


def test_codes_of_another_release_are_refused_by_column(release, script, tmp_path):
    (tmp_path / "cohort").mkdir()
    shutil.copy(release / "cohort" / "patients.csv", tmp_path / "cohort")
    shutil.copy(release / "data_dictionary.csv", tmp_path)
    patients = pl.read_parquet(release / "cohort" / "patients.parquet").with_columns(sex=pl.lit("a new code"))
    patients.write_parquet(tmp_path / "cohort" / "patients.parquet")
    with pytest.raises(ValueError, match=r"^sex holds a code that data_dictionary.csv does not explain; take both from one release$"):
        script.read_cohort(tmp_path)


# --- R

NEEDS_R = pytest.mark.skipif(not shutil.which("Rscript"), reason="Rscript is not installed")
R = """
source(file.path(release, "read_cohort.R"))
patients <- read_cohort(release)
say <- function(...) cat(..., sep = "\\t", fill = FALSE)
say(nrow(patients), "\\n")
say(levels(patients$arm), "\\n")
say(table(patients$arm), "\\n")
say(levels(patients$etiology), "\\n")
say(attr(patients$age_years, "label"), attr(patients$arm, "label"), "\\n")
say(class(patients$index_date), class(patients$os_event), class(patients$ecog), class(patients$prior_treatments), "\\n")
say(sum(patients$os_event), sum(patients$prior_treatments == ""), sum(is.na(patients$progression_date)), "\\n")
say(format(sum(patients$os_months), digits = 15), "\\n")
say(levels(read_cohort(release, labels = FALSE, all_levels = TRUE)$arm)[c(1, 4)], "\\n")
"""


def ask_r(release, program):
    run = subprocess.run(
        ["Rscript", "--vanilla", "-e", f'release <- "{release}"\n{program}'],
        capture_output=True, text=True, env={"PATH": "/usr/bin:/usr/local/bin:/bin", "LC_ALL": "C.UTF-8"}, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return [line.strip().split("\t") for line in run.stdout.splitlines()]


@NEEDS_R
def test_r_reads_the_same_cohort(release):
    patients = pl.read_parquet(release / "cohort" / "patients.parquet")
    size, arms, counts, etiologies, labels, classes, sums, months, codes = ask_r(release, R)
    assert (size, arms, counts) == (["100"], ARMS, ["66", "34"])
    assert etiologies == ["Hepatitis B virus", "Hepatitis C virus", "Alcohol", "Others"]
    assert labels == ["Age (years)", "Treatment arm"]
    assert classes == ["Date", "logical", "integer", "character"]
    expected = (patients["os_event"].sum(), (patients["prior_treatments"] == "").sum(), patients["progression_date"].null_count())
    assert [int(one) for one in sums] == list(expected)
    assert float(months[0]) == pytest.approx(patients["os_months"].sum(), rel=1e-12)
    assert codes == ["first_line", "other_systemic"]


@NEEDS_R
def test_r_says_what_it_needs_for_a_table_that_is_no_csv(release):
    program = """
if (requireNamespace("arrow", quietly = TRUE)) { cat("arrow"); quit() }
source(file.path(release, "read_cohort.R"))
cat(tryCatch(read_cohort(release, table = "time_to_event"), error = conditionMessage))
"""
    (said,) = ask_r(release, program)
    assert said in (["arrow"], ['time_to_event is there as Parquet only; install.packages("arrow") reads it'])


@NEEDS_R
def test_a_cox_model_in_r_begins_with_the_reference_arm_and_gives_the_number_of_the_release(release):
    program = """
if (!requireNamespace("survival", quietly = TRUE)) { cat("no survival"); quit() }
source(file.path(release, "read_cohort.R"))
fit <- survival::coxph(survival::Surv(os_months, os_event) ~ arm, read_cohort(release))
cat(names(coef(fit)), format(exp(coef(fit)), digits = 15), sep = "\\t")
"""
    (said,) = ask_r(release, program)
    if said == ["no survival"]:
        pytest.skip("R's package survival is not installed")
    with (release / "results" / "statistics.csv").open(encoding="utf-8", newline="") as file:
        numbers = {(row["analysis"], row["name"]): row["value"] for row in csv.DictReader(file)}
    assert said[0] == "armPost-ate-beva HAIC"
    assert float(said[1]) == pytest.approx(float(numbers["table_3", "univariate.post_ate_beva.hazard_ratio"]), rel=1e-6)

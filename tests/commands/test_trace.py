"""The command `trace`: the patients it names are as many as the number says, and the rows are those of the extracts."""

import re
import stat
from dataclasses import dataclass

import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.analysis.baseline_table import fit_baseline_table
from pipelines.analysis.response_table import fit_reader_tables, fit_response_table
from pipelines.analysis.survival_by_arm import fit_survival_by_arm
from pipelines.commands.trace import _write
from pipelines.raw.key_file import fingerprint, load_key, make_key
from pipelines.settings.errors import UnusableSettings
from pipelines.trace.numbers import UnknownNumber, find_number
from pipelines.trace.patient import find_patient
from pipelines.trace.released import Released, open_release
from pipelines.trace.rows import traced_columns
from pipelines.trace.trace_number import trace_number
from tests.analysis.cohort_frame import OS, PFS, SETS
from tests.path_run import pseudonyms
from tests.whole_path import clean_release, slow_to_make

P017 = "00411018"  # 17 * 4,069,203 + 1,234,567 = 70,411,018, of which the hospital keeps seven digits


@pytest.fixture(scope="module")
@slow_to_make
def run():
    return clean_release()


@pytest.fixture(scope="module")
def released(run):
    return open_release(run.data)


@pytest.fixture
def trace(run, capsys):
    def call(*words: str) -> tuple[int, str, str, pl.DataFrame]:
        code = main(["trace", *words, "--data", str(run.data)])
        said = capsys.readouterr()
        path = run.data / "restricted" / "trace.csv"
        return code, said.out, said.err, pl.read_csv(path) if code == 0 else pl.DataFrame()

    return call


# --- as many as printed


def test_every_cell_of_table_1(released):
    patients = released.cohort("patients")
    table, wrong, cells = fit_baseline_table(patients), [], 0
    for row in table.rows:
        for place, group in enumerate(table.groups):
            printed = {"missing": row.missing[place].count}
            printed |= {level.value: level.groups[place].count for level in row.levels}
            if row.moments:
                printed["known"] = row.moments[place].count
            for category, count in printed.items():
                cells += 1
                traced = len(find_number(released, ["Table 1", group, row.name, category]).patients)
                wrong += [(group, row.name, category, count, traced)] if traced != count else []
    assert wrong == []
    assert cells > 100


def test_every_cell_of_table_2(released):
    patients = released.cohort("patients")
    table = fit_response_table(patients, sets=SETS)
    for line in table.lines:
        for place, group in enumerate(table.groups):
            number = find_number(released, ["Table 2", group, line.name])
            assert len(number.patients) == line.groups[place].count, (group, line.name)


def test_every_cell_of_confirmed_and_single_reader_responses(released):
    patients = released.cohort("patients")
    tables = {"Table 2 confirmed": fit_response_table(patients, confirmed=True, sets=SETS)}
    readers = fit_reader_tables(patients, released.cohort("read_responses"), sets=SETS)
    tables |= {f"Table 2 reader {name}": table for name, table in zip(("R1", "R2"), readers, strict=True)}
    for name, table in tables.items():
        for line in table.lines:
            for place, group in enumerate(table.groups):
                assert len(find_number(released, [name, group, line.name]).patients) == line.groups[place].count, (name, group, line.name)


def test_every_number_at_risk(released):
    patients = released.cohort("patients")
    for figure, endpoint in (("Figure 1", OS), ("Figure 2", PFS)):
        for group in fit_survival_by_arm(patients, endpoint).groups:
            for month, count in group.at_risk:
                assert len(find_number(released, [figure, group.name, "at risk", f"{month:g}"]).patients) == count


def test_a_response_of_one_reader_has_this_readers_reads(trace):
    code, printed, _, rows = trace("Table 2 reader R2", "post_ate_beva", "PR")
    assert code == 0 and "read by R2: PR" in printed and "read by R1" not in printed
    assert rows["what"].str.contains("^exam [0-9]+ read by R2: ").all()


def test_the_events_of_the_figures(released):
    for figure, name in (("Figure 1", "os"), ("Figure 2", "pfs")):
        for arm, patients in released.cohort("patients").group_by("arm"):
            events = find_number(released, [figure, *arm, "events"]).patients
            censored = find_number(released, [figure, *arm, "censored"]).patients
            assert len(events) == patients[f"{name}_event"].sum()
            assert set(events) | set(censored) == set(patients["patient_id"]) and not set(events) & set(censored)


def test_every_step_and_reason_of_the_flow(released):
    for criterion, excluded in released.cohort("attrition").select("criterion", "excluded_count").iter_rows():
        assert len(find_number(released, ["flow", criterion]).patients) == excluded
    reasons = released.cohort("eligibility").drop_nulls("exclusion_reason").group_by("exclusion_reason").len()
    for reason, count in reasons.iter_rows():
        assert len(find_number(released, ["flow", reason]).patients) == count


# --- the rows behind it


def test_a_response_has_its_sequence_and_the_reads_that_decide(trace, released, run):
    code, printed, _, rows = trace("Table 2", "post_ate_beva", "PR")
    assert code == 0
    assert printed.startswith("Table 2, post_ate_beva, PR: 12 patients")  # as the paper prints
    assert max(map(len, printed.splitlines()[:-1])) <= 80
    decides = rows.filter(pl.col("what").str.ends_with(": PR, decides"))
    assert decides["patient"].n_unique() == decides.height == 12
    histories = run.cohort("response_histories").filter("is_counted").select("source_row_key")
    sequence = rows.filter(pl.col("what").str.contains("^exam [0-9]+: "))
    assert set(sequence["row_key"]) <= set(histories["source_row_key"])
    # every row is the one that stands in the file
    sent = released.raw("imaging_reads").select("row_key", "source_file", "sheet", "source_row")
    assert rows.join(sent, on=["row_key", "source_file", "sheet", "source_row"]).height == rows.height


def test_a_death_has_the_row_that_says_so(trace, released):
    _, _, _, rows = trace("Figure 1", "first_line", "deaths")
    said = released.cohort("time_to_event").filter(pl.col("parameter") == "OS").select("patient_id", "source_row_key")
    assert rows.join(said, left_on=["patient", "row_key"], right_on=["patient_id", "source_row_key"]).height == rows.height
    assert rows["as_sent"].str.contains("death_date=").all()


def test_names_are_taken_as_they_are_printed(trace):
    for words in (("first_line", "child_pugh_class", "C"), ("First-line HAIC", "Child–Pugh class", "c")):
        assert trace("table 1", *words)[1].startswith("Table 1, first_line, child_pugh, C: 3 patients")


def test_every_cohort_column_has_its_sources(run):
    ids = {"row_key", "patient_id"}
    assert set(run.cohort("patients").columns) - ids - traced_columns().keys() == set()


def test_a_cell_without_patients_has_no_rows(released):
    assert trace_number(released, find_number(released, ["Table 1", "all", "sex", "missing"])).is_empty()


# --- one patient


def test_a_patient_by_number_and_by_pseudonym(trace):
    (pseudonym,) = pseudonyms([P017])
    for asked in ("P017", P017, pseudonym):
        code, printed, _, rows = trace("--patient", asked)
        assert code == 0 and f": {pseudonym} (release" in printed
        assert set(rows["patient"]) == {pseudonym}
    assert set(rows.filter(pl.col("number") == "os_days")["source_file"]) == {"follow_up.zip/follow_up.csv"}
    assert not re.search(P017, printed)


def test_a_patient_outside_the_cohort_has_the_step_that_excluded(trace, run):
    out = run.cohort("eligibility").filter(pl.col("exclusion_reason").str.starts_with("systemic drug"))["patient_id"][0]
    _, printed, _, rows = trace("--patient", out)
    assert "not in the cohort=systemic drug other than ate-beva directly before HAIC" in " ".join(printed.split())
    assert "Nexavar" in " ".join(rows["as_sent"])
    values = dict(rows.select("number", "value").iter_rows())
    criteria = run.cohort("attrition")["criterion"].to_list()
    assert {criterion for criterion in criteria if values[criterion] == "met"} == {*criteria} - {"has_arm"}


def test_a_patient_of_the_cohort_has_all_criteria_with_the_rows_behind_them(trace, run):
    _, printed, _, rows = trace("--patient", "P017")
    values = dict(rows.select("number", "value").iter_rows())
    assert {values[criterion] for criterion in run.cohort("attrition")["criterion"]} == {"met"} and "not in the cohort" not in printed
    assert set(rows.filter(pl.col("number") == "has_sex")["source_file"]) == {"patients.csv"}


def test_every_fact_that_a_criterion_may_ask_about_has_its_sources():
    from schemas.cohort.eligibility.eligibility_facts import FACTS

    assert FACTS.keys() - traced_columns().keys() == set()


# --- what is not there, and where nothing may go


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["Table 7"], "Table 1, Table 2, Table 2 confirmed, Table 2 reader R1, Table 2 reader R2, Figure 1, Figure 2, flow"),
        (["Table 3", "all"], "Table 3 is not traceable: all patients of a model are behind each of its numbers"),
        (["Figure 1", "all", "at risk"], '"Figure 1" all "at risk" 6'),
        (["Figure 1", "all", "at risk", "June"], '"Figure 1" all "at risk" 6'),
        (["Table 2", "third_line", "PR"], "first_line, post_ate_beva, all"),
        (["Table 2", "all", "XR"], "CR, PR, SD, PD, NE, ORR, DCR"),
        (["Table 1", "all", "hair"], "age, sex"),
        (["Table 1", "all", "sex", "X"], "M, F, missing"),
        (["Table 1", "all", "sex"], "M, F, missing"),
        (["Figure 1", "all", "losses"], "events, deaths, censored"),
        (["flow", "no reason"], "has_index_treatment"),
        (["Table 2", "all", "PR", "PD"], "too much"),
        (["--patient", "P999"], "no extract"),
        ([], "name a number"),
    ],
)
def test_a_name_of_nothing_is_answered_with_what_there_is(trace, words, named):
    code, printed, said, _ = trace(*words)
    assert code == 2 and printed == ""
    assert named in said and len(said.splitlines()) == 1


def test_without_a_release_there_is_nothing_to_trace(tmp_path, capsys):
    assert main(["trace", "Table 2", "all", "PR", "--data", str(tmp_path)]) == 4
    assert "no release" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_but_the_file_of_its_owner(trace, run):
    before = {path: path.stat().st_mtime_ns for path in run.data.rglob("*") if path.is_file()}
    trace("Table 2", "all", "CR")
    changed = [path for path in run.data.rglob("*") if path.is_file() and before.get(path) != path.stat().st_mtime_ns]
    assert changed == [run.data / "restricted" / "trace.csv"]
    assert stat.S_IMODE(changed[0].stat().st_mode) == 0o600


def test_no_cell_of_the_table_becomes_a_formula(tmp_path):
    sent = ['=HYPERLINK("x")', "+1 day", "@home", "-", "-2.31", "+3", "1e-5", "plain", None]
    _write(pl.DataFrame({"as_sent": sent, "source_row": range(len(sent))}), tmp_path / "trace.csv")
    found = pl.read_csv(tmp_path / "trace.csv", schema_overrides={"as_sent": pl.String})["as_sent"].to_list()
    assert found == ['\'=HYPERLINK("x")', "'+1 day", "'@home", "'-", "-2.31", "+3", "1e-5", "plain", None]


# --- a hospital with a key of its own


@dataclass(frozen=True)
class OneReal(Released):
    """A release whose pseudonyms were made with `key`, of one patient outside the cohort."""

    key: bytes = b""
    patient: str = ""

    @property
    def inputs(self):
        return {"key": fingerprint(self.key), "extracts": {"patients.csv": ""}}

    def cohort(self, table):
        return pl.DataFrame({"patient_id": [self.patient]})

    def raw(self, table):
        return pl.DataFrame({"patient_id": [self.patient]})


def test_a_patient_number_needs_the_key_of_the_release(tmp_path):
    for name in ("right", "wrong"):
        make_key(tmp_path / name)
    key = load_key(tmp_path / "right", tmp_path, is_public=False)
    (patient,) = pseudonyms(["P017"], key)  # a number like the synthetic hospital's, and a number all the same
    released = OneReal(tmp_path, tmp_path, key, patient)
    assert find_patient(released, " p017 ", lambda: tmp_path / "right") == patient
    assert find_patient(released, patient, lambda: pytest.fail("a pseudonym needs no key")) == patient
    in_use = f"fingerprint {fingerprint(key)}"
    for name, why in (("wrong", f"is not the key of this release .{in_use}."), ("none", f"{in_use}. is not there or cannot be read")):
        with pytest.raises(UnusableSettings, match=why) as caught:
            find_patient(released, "P017", lambda name=name: tmp_path / name)
        assert "pipelines key" not in str(caught.value), "a new key would give every patient another pseudonym"
    with pytest.raises(UnknownNumber, match="no extract"):
        find_patient(released, "P018", lambda: tmp_path / "right")

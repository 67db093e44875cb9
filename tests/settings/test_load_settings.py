"""Settings are checked when they are read: what is wrong is named with its key and the nearest right one, and nothing is ignored."""

import datetime as dt
import os
import re
from pathlib import Path
from typing import get_args

import pytest

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings, refuse_tables_of_no_source
from pipelines.settings.sections import Gate, Response, Scores, Survival, Windows
from pipelines.warehouse.table_files import ROOT
from schemas.code_book import listed_rows

GOOD = """\
[registry]
name = "Hospital"
as_of = 2024-12-31

[readers]
R1 = "reader"

[sources.emr]
date_order = "ymd"

[sources.emr.tables.patients]
files = ["patients.csv"]
headers = { "원무번호" = "patient_id" }
codes.sex = { "1" = "M" }

[sources.emr.tables.labs]
files = ["labs.csv"]
units.AST = { "IU" = 1.0 }
"""


@pytest.fixture
def read(tmp_path):
    """Read settings in which `old` is `new`."""

    def _read(old="", new=""):
        assert not old or GOOD.count(old) == 1
        path = tmp_path / "registry.toml"
        path.write_text(GOOD.replace(old, new) if old else GOOD, encoding="utf-8")
        return load_settings(path)

    return _read


@pytest.fixture
def refuse(read):
    """Read settings in which `old` is `new`, and return what is said of them, without the path in front."""

    def _refuse(old, new):
        with pytest.raises(UnusableSettings) as caught:
            read(old, new)
        said = str(caught.value).splitlines()
        assert all(re.match(r"/\S+/registry\.toml: ", line) for line in said), "every sentence names the file"
        return [line.split("registry.toml: ", 1)[1] for line in said]

    return _refuse


def test_good_settings_are_read(read):
    settings = read()
    assert settings.registry.name == "Hospital"
    assert settings.response.confirm_days == 28  # the paper's choice where nothing is said
    assert settings.sources["emr"].tables["patients"].codes == {"sex": {"1": "M"}}


@pytest.mark.parametrize("path", [ROOT / "registry.toml", *sorted((ROOT / "examples").glob("*.toml"))], ids=lambda path: path.name)
def test_settings_of_the_project_are_read(path):
    assert load_settings(path).sources


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[registry]", "[registri]", "unknown key registri; did you mean registry?"),
        ("as_of =", "as_off =", "unknown key registry.as_off; did you mean as_of?"),
        ("date_order =", "dateorder =", "unknown key sources.emr.dateorder; did you mean date_order?"),
        ("headers =", "header =", "unknown key sources.emr.tables.patients.header; did you mean headers?"),
        (
            "[readers]",
            "[survival]\npfs_censored = 'last_contact'\n[readers]",
            "unknown key survival.pfs_censored; did you mean pfs_censor?",
        ),
        ("tables.labs]", "tabels.labs]", "unknown key sources.emr.tabels; did you mean tables?"),
    ],
)
def test_misspelt_key_is_named_with_the_nearest_right_one(refuse, old, new, said):
    assert said in refuse(old, new)


def test_key_like_no_other_is_named_with_all_that_there_are(refuse):
    (said,) = refuse("as_of =", "zzz = 1\nas_of =")
    assert said.startswith("unknown key registry.zzz; known are as_of, ")


def test_all_misspelt_keys_are_named_at_once(refuse):
    said = refuse('date_order = "ymd"', 'date_ordre = "ymd"\nencodign = "utf-8"')
    assert said == [
        "unknown key sources.emr.date_ordre; did you mean date_order?",
        "unknown key sources.emr.encodign; did you mean encoding?",
    ]


def test_misspelt_keys_and_wrong_values_are_named_at_once(refuse):
    assert [line.split(":")[0] for line in refuse('name = "Hospital"', "nmae = 'Hospital'\nkeep_birth_date = 3\ntables_not_sent = 4")] == [
        "unknown key registry.nmae; did you mean name?",
        "registry.keep_birth_date",
        "registry.tables_not_sent",
    ]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "Hospital"', "name = 5", "registry.name"),
        ("as_of = 2024-12-31", 'as_of = "yesterday"', "registry.as_of"),
        ("as_of = 2024-12-31", 'as_of = 2024-12-31\npatient_id_pattern = "[0-9"', "registry.patient_id_pattern"),
        ("[readers]", "[study]\nwindow = [2024-07-31, 2022-03-01]\n[readers]", "study.window"),
        ('"ymd"', '"ydm"', "sources.emr.date_order"),
        ('["patients.csv"]', '"patients.csv"', "sources.emr.tables.patients.files"),
        ('["patients.csv"]', "[]", "sources.emr.tables.patients.files"),
        ('R1 = "reader"', 'R1 = "boss"', "readers.R1"),
        ('R1 = "reader"', "", "readers"),
        ("[readers]", '[survival]\ndays_per_month = "30"\n[readers]', "survival.days_per_month"),
        ("[readers]", "[gate]\nmax_quarantined_pct = 130\n[readers]", "gate.max_quarantined_pct"),
        ("[readers]", '[gate]\noverride_reason = "half was lost"\n[readers]', "gate"),
        ("[readers]", "[response]\nconfirm_days = 28.5\n[readers]", "response.confirm_days"),
        ("[readers]", '[response]\naccept_sd = "yes"\n[readers]', "response.accept_sd"),
        ("[readers]", "[windows]\nlabs_window_before_days = -1\n[readers]", "windows.labs_window_before_days"),
        ('{ "IU" = 1.0 }', '{ "IU" = 0 }', "sources.emr.tables.labs.units.AST.IU"),
    ],
)
def test_wrong_value_is_named_by_its_key_and_not_repeated(refuse, old, new, key):
    (said,) = refuse(old, new)
    assert said.startswith(f"{key}: ")
    assert "130" not in said and "yesterday" not in said and "boss" not in said


def test_whole_number_is_a_number(read):
    assert read("[readers]", "[survival]\ndays_per_month = 30\n[readers]").survival.days_per_month == 30.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tables.patients]", "tables.patient]", "sources.emr.tables.patient: there is no table patient; did you mean patients?"),
        (
            '"patient_id"',
            '"patient_number"',
            "sources.emr.tables.patients.headers: '원무번호' stands for patient_number, which patients does not have; "
            "did you mean patient_id?",
        ),
        ('"1" = "M"', '"" = "M"', "sources.emr.tables.patients.codes.sex: a blank cell has no code; a form of parts"),
        ("codes.sex", "codes.sexx", "sources.emr.tables.patients.codes: patients has no column sexx; did you mean sex?"),
        ('"M"', '"male"', "sources.emr.tables.patients.codes.sex: 'male' is no code of this column; it has M, F"),
        ('"M"', '"?"', "sources.emr.tables.patients.codes.sex: what '1' means is not answered yet; say a code, or"),  # as drafted
        (
            "codes.sex",
            'given.dx_code = "?"\ncodes.sex',
            "sources.emr.tables.patients.given.dx_code: what it is in every row is not answered",
        ),
        ("units.AST", "units.ASTT", "sources.emr.tables.labs.units: there is no test ASTT; did you mean AST?"),
        (
            "codes.sex",
            'units.AST = { "IU" = 1.0 }\ncodes.sex',
            "sources.emr.tables.patients.units: patients has no tests with units of their own; the unit of a column stands in unit_of",
        ),
        (
            "codes.sex",
            'unit_of.sex = "mm"\ncodes.sex',
            "sources.emr.tables.patients.unit_of: sex is no column of patients that has a length or a weight",
        ),
        (
            "codes.sex",
            'wide."Alb" = { test = "ALB" }\ncodes.sex',
            "sources.emr.tables.patients.wide: 'Alb' says test, which patients does not have",
        ),
        (
            "codes.sex",
            'wide."M" = { sex = "M" }\ncodes.sex',
            "patients.wide: 'M' says no column of patients in which its cells belong: is = \"…\"",
        ),
        ("codes.sex", 'wide."M" = { is = "birth_dat", sex = "M" }\ncodes.sex', "'M' says birth_dat, which patients does not have"),
        ("codes.sex", 'wide."M" = { is = "birth_date" }\ncodes.sex', "'M' is birth_date and says nothing else: name it in headers"),
        ("codes.sex", 'wide."M" = { is = "birth_date", sex = "W" }\ncodes.sex', "'M' stands for the sex 'W', which is not known"),
        ("units.AST", 'wide."Alb" = { unit = "g/L" }\nunits.AST', "sources.emr.tables.labs.wide: 'Alb' says no test"),
        (
            "units.AST",
            'wide."Alb" = { test = "ALBB" }\nunits.AST',
            "'Alb' stands for the test 'ALBB', which is not known; did you mean ALB?",
        ),
        (
            "units.AST",
            'wide."Alb" = { test = "ALB", untl = "g" }\nunits.AST',
            "'Alb' says untl, which labs does not have; did you mean unit?",
        ),
        ("codes.sex", 'parts."M/F" = "{sexx}"\ncodes.sex', "'M/F' is read as '{sexx}', and there is no column sexx"),
        ("codes.sex", 'parts."M/F" = ["{sex}", "M"]\ncodes.sex', "'M/F' is read as 'M', and it names no column in braces"),
        ("codes.sex", 'parts."M/F" = "{sex}/{sex}"\ncodes.sex', "'M/F' is read as '{sex}/{sex}', and sex stands twice"),
        ("codes.sex", 'given.sexx = "M"\ncodes.sex', "sources.emr.tables.patients.given: patients has no column sexx; did you mean sex?"),
        (
            "codes.sex",
            'patient_id_column = "no"\ncodes.sex',
            "sources.emr.tables.patients.patient_id_column: only for a source of another shape; here say it in headers",
        ),
        (
            "as_of = 2024-12-31",
            'as_of = 2024-12-31\ntables_not_sent = ["leisons"]',
            "registry.tables_not_sent: there is no table leisons; did you mean lesions?",
        ),
    ],
)
def test_wrong_name_of_a_table_column_code_or_test_is_named(refuse, old, new, said):
    assert any(said in fault for fault in refuse(old, new))


def test_a_version_of_ctcae_has_its_bands_in_the_list(read, refuse):
    assert read("[readers]", "[scores]\nctcae_version = 5\n[readers]").scores.ctcae_version == 5
    assert refuse("[readers]", "[scores]\nctcae_version = 4.03\n[readers]") == [
        "scores.ctcae_version: there are no bands of version 4.03; there are of 5"
    ]


def test_header_that_stands_for_nothing_leaves_its_column_outside(read):
    assert read('"patient_id"', '""').sources["emr"].tables["patients"].headers == {"원무번호": ""}


SHAPED = """\
[registry]
name = "Wide"

[readers]
R1 = "reader"

[sources.site]
shape = "our_sql"

[sources.site.tables.people]
files = ["sheet.xlsx"]
patient_id_column = "no"
"""
LABS = """\
-- One row per person.
select
    origin,
    patient_id,
    or_as_sent(date_of("day"), "day") as collected_at,
from source.people
"""
MACROS = "create or replace macro date_of(t) as try_cast(t as date);\n"


def shaped(folder: Path, **files: str) -> Path:
    """Write settings with a folder of SQL beside them."""
    (folder / "our_sql").mkdir()
    for name, text in ({"labs": LABS, "macros": MACROS} | files).items():
        (folder / "our_sql" / f"{name}.sql").write_text(text, encoding="utf-8")
    (folder / "registry.toml").write_text(SHAPED, encoding="utf-8")
    return folder / "registry.toml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("our_sql", "our_sgl", 'sources.site.shape: our_sgl is no folder of SQL beside the settings; say "tables"'),
        ("people", "poeple", "sources.site.tables: the shape our_sql reads no poeple; did you mean people?"),
        ("people", "poeple", "sources.site.tables: people is missing, which the shape our_sql reads"),
        ('patient_id_column = "no"', "", "sources.site.tables.people: patient_id_column is needed, the header of the patient number"),
        ('column = "no"', 'column = "no"\nheaders = { "a" = "sex" }', "sources.site.tables.people.headers: 'a' can only be left outside"),
        (
            'column = "no"',
            'column = "no"\nunit_of = { "a" = "mm" }',
            "sources.site.tables.people.unit_of: not read for",
        ),
        ('shape = "our_sql"', 'shape = "our_sql"\nown_sql = { "labs" = "" }', "unknown key sources.site.own_sql"),
    ],
)
def test_wrong_name_in_a_source_of_another_shape_is_named(tmp_path, old, new, said):
    path = shaped(tmp_path)
    assert SHAPED.count(old) == 1
    path.write_text(SHAPED.replace(old, new))
    with pytest.raises(UnusableSettings) as caught:
        load_settings(path)
    assert any(line.startswith(f"{path}: {said}") for line in str(caught.value).splitlines()), str(caught.value)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"labs": LABS.replace("from source.", "frm source.")}, 'our_sql/labs.sql, line 6: syntax error at or near "."'),
        ({"labs": "-- two\nselect 1; select 2"}, "our_sql/labs.sql: a file is one select and nothing else"),
        ({"labs": "create table x(a int)"}, "our_sql/labs.sql: a file is one select and nothing else"),
        ({"lab": LABS}, "our_sql/lab.sql: there is no table lab; did you mean labs?"),
        ({"labs": LABS.replace("source.people", "raw.labs")}, "our_sql/labs.sql, line 6: it reads raw.labs, and may read sheets only"),
        ({"labs": LABS.replace("source.people", "people")}, "our_sql/labs.sql, line 6: it reads people, and may read sheets only"),
        ({"labs": LABS.replace("source.people", "'/x.csv'")}, "our_sql/labs.sql, line 6: it reads /x.csv, and may read sheets only"),
        ({"labs": LABS.replace("source.people", "read_text('/x')")}, "our_sql/labs.sql, line 6: read_text is not for the SQL of a source"),
        ({"macros": MACROS + "create table x(a int);"}, "our_sql/macros.sql, line 1: it may hold macros only"),
        ({"macros": MACROS + "\ncreate or replace macro f(x) a x;"}, 'our_sql/macros.sql, line 3: syntax error at or near "a"'),
    ],
)
def test_what_is_wrong_in_the_hospitals_own_sql_is_said_by_file_and_line(tmp_path, files, said):
    path = shaped(tmp_path, **files)
    with pytest.raises(UnusableSettings) as caught:
        load_settings(path)
    assert any(line.startswith(f"{path}: {said}") for line in str(caught.value).splitlines()), str(caught.value)


def test_good_settings_of_another_shape_are_read_with_their_sql(tmp_path):
    path = shaped(tmp_path)
    before = load_settings(path)
    assert before.sources["site"].own_sql == {"labs": LABS, "macros": MACROS}
    (tmp_path / "our_sql" / "labs.sql").write_text(LABS + "where false")
    assert load_settings(path).model_dump_json() != before.model_dump_json(), "other SQL is another input of the run"


def test_tables_that_no_source_fills_are_said_once_with_the_line_that_declares_them(read):
    declared = 'tables_not_sent = ["lesions", "procedures", "follow_up", "imaging_reads", "drug_administrations"]'
    settings = read("as_of = 2024-12-31", declared)
    with pytest.raises(UnusableSettings) as caught:
        refuse_tables_of_no_source(Path("own.toml"), settings)
    assert str(caught.value) == (
        "own.toml: no source fills adverse_events, assessments; name the files under sources, or, if the hospital does not send them, "
        'write under [registry]: tables_not_sent = ["adverse_events", "assessments", "drug_administrations", "follow_up", "imaging_reads", '
        '"lesions", "procedures"]'
    )


@pytest.mark.parametrize("path", [ROOT / "registry.toml", ROOT / "examples" / "hcc_tace_seg.toml"], ids=lambda path: path.name)
def test_a_source_of_any_shape_fills_its_tables(path):
    refuse_tables_of_no_source(path, load_settings(path))


def test_toml_that_is_not_valid_is_named_with_its_line(refuse):
    (said,) = refuse("as_of = 2024-12-31", "as_of = = 2024-12-31")
    assert said.startswith("not valid TOML: ") and "line 3" in said
    assert "2024" not in said


def test_settings_file_that_is_not_there(tmp_path):
    path = tmp_path / "none.toml"
    with pytest.raises(UnusableSettings, match=r"none\.toml: no such settings file; name one with CONFIG=file\.toml"):
        load_settings(path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", '이름 = "병원"'.encode("cp949")])
def test_settings_file_that_is_no_utf8(tmp_path, content):
    path = tmp_path / "registry.toml"
    path.write_bytes(content)
    with pytest.raises(UnusableSettings, match="cannot be read as UTF-8 text"):
        load_settings(path)


def test_settings_file_that_is_a_folder(tmp_path):
    with pytest.raises(UnusableSettings, match="it is no file"):
        load_settings(tmp_path)


def test_settings_that_are_a_pipe_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "registry.toml")
    with pytest.raises(UnusableSettings, match="it is no file"):
        load_settings(tmp_path / "registry.toml")


@pytest.mark.parametrize("hostile", ["x = " + "[" * 20_000 + "]" * 20_000, "x = " + "9" * 5_000])
def test_settings_that_no_reader_of_toml_can_hold_are_refused(tmp_path, hostile):
    (tmp_path / "registry.toml").write_text(hostile, encoding="utf-8")
    with pytest.raises(UnusableSettings, match="it nests deeper, or has a longer number"):
        load_settings(tmp_path / "registry.toml")


@pytest.mark.parametrize("pattern", [r"(?=[0-9])[0-9]{8}", r"(0)\1[0-9]{6}", "[0-9"])
def test_a_pattern_that_cannot_be_searched_in_a_bounded_time_is_refused(tmp_path, pattern):
    text = (ROOT / "registry.toml").read_text(encoding="utf-8")
    path = tmp_path / "registry.toml"
    path.write_text(re.sub("(?m)^patient_id_pattern = .*$", lambda _: f"patient_id_pattern = '{pattern}'", text), encoding="utf-8")
    with pytest.raises(UnusableSettings, match="is no regular expression that is read here"):
        load_settings(path)


@pytest.mark.parametrize(("key", "value"), [("memory_gb", "inf"), ("memory_gb", "1e300"), ("seconds", "inf"), ("max_ratio", "9" * 20)])
def test_a_limit_without_end_is_refused(tmp_path, key, value):
    path = tmp_path / "registry.toml"
    text = (ROOT / "registry.toml").read_text(encoding="utf-8")
    path.write_text(re.sub(f"(?m)^{key} = .*$", f"{key} = {value}", text), encoding="utf-8")
    with pytest.raises(UnusableSettings, match=f"limits.{key}: Input should be less than"):
        load_settings(path)


def test_settings_with_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "registry.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert load_settings(path).registry.name == "Hospital"


def test_every_setting_that_leaves_a_choice_is_read_by_the_sql():
    read = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "sql").rglob("*.sql"))
    sections = (Response, Survival, Windows, Scores)
    keys = [key for section in sections for key, field in section.model_fields.items() if len(get_args(field.annotation)) != 1]
    lists = (listed_rows(path.stem) for path in (ROOT / "sql" / "reference").glob("*.csv"))
    conditions = {row["when"].split(" = ")[0] for rows in lists for row in rows if row.get("when")}
    unread = [key for key in keys if f"getvariable('{key}')" not in read and key not in conditions]
    assert unread == [], "a setting that nothing reads would be silently ignored"


@pytest.mark.parametrize(
    ("as_of", "reason"),
    [(dt.date(2024, 12, 30), ""), (dt.date(2024, 12, 31), "half was lost"), (dt.date(2025, 1, 1), "")],
)
def test_a_reason_holds_for_the_run_of_its_day(as_of, reason):
    gate = Gate(override_reason="half was lost", override_day=dt.date(2024, 12, 31))
    assert gate.reason_on(as_of) == reason

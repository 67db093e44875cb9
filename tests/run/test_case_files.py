"""Single extracts that came out wrong once, as they lie beside the project: each is read as what it says, or refused in a sentence."""

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest

from pipelines.drop.inventory import inventory_drop
from pipelines.drop.sheet import UnreadableDrop
from pipelines.raw.load_drop import load_drop
from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import build_layers, open_warehouse
from pipelines.warehouse.reference_tables import build_reference
from tests.path_run import ROOT, pseudonyms

CASES = Path(os.environ.get("CASES", ROOT.parent / "shared" / "cases" / "files"))
AS_OF = dt.date(2024, 12, 31)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not CASES.is_dir(), reason=f"the extracts are not part of the project; put them into {CASES}, or name theirs in CASES"
    ),
]

THREE = [("1", "AST", 45.0, "2023-01-09"), ("1", "ALB", 3.9, "2023-01-09"), ("2", "AST", 61.0, "2023-01-16")]
SIX = [*THREE[:2], ("1", "AFP", ">60500", "2023-01-09"), THREE[2], ("2", "NA", 139.0, "2023-01-16"), ("3", "TBIL", 0.8, "2023-01-20")]
PERSONS = [("1", "1960-01-11", "M", "2022-12-01"), ("2", "1955-05-05", "F", "2022-11-01"), ("3", "1948-03-03", "M", "2022-10-01")]
AFTERNOON = [("1", "TBIL", 0.8, "2023-01-09 13:10:00"), ("2", "ALB", 3.9, "2023-01-09")]
RESULT = "test, coalesce(nullif(value_operator, '=') || value::int, value::varchar), replace(collected_at::varchar, ' 00:00:00', '')"
PERSON = "birth_date::varchar, sex, hcc_dx_date::varchar"
DRUG = "drug, administration_date::varchar"
CONTACT = "vital_status, last_contact_date::varchar, death_date::varchar"
SEOUL = {"timezone": "Asia/Seoul"}

# file: the table, what is read of its rows in their order (the last digit of the patient number first), rows quarantined by file and line
READ = {
    "a_gb18030.csv": ("labs", RESULT, AFTERNOON, {"encoding": "gb18030"}),
    "a_johab.csv": ("labs", RESULT, AFTERNOON, {"encoding": "johab"}),
    "a_shift_jis.csv": ("labs", RESULT, AFTERNOON, {"encoding": "shift_jis"}),
    "a_utf-16-le.csv": ("labs", RESULT, AFTERNOON, {}),
    "b02_patients_1904_general.xlsx": ("patients", PERSON, [*PERSONS[:2], ("3", "1948-03-03", "M", "2022-10-01")], {}),
    "b05_zeros_by_format.xlsx": ("patients", PERSON, PERSONS[:2], {}),
    "b06_merged_group_header_footer.xlsx": (
        "labs",
        RESULT,
        [("1", "AST", 45.0, "2023-01-09 06:10:00"), ("1", "ALB", 3.9, "2023-01-09 06:10:00"), THREE[2]],
        {},
    ),
    "b07_hidden_sheet.xlsx": ("patients", PERSON, PERSONS[:1], {}),
    **{f"b10_patients.{kind}": ("patients", PERSON, PERSONS[:1], {}) for kind in ("ods", "xlsb", "xlsm")},
    "b12_space_in_last_cell.xlsx": ("patients", PERSON, PERSONS[:1], {}),
    "b14_space_far_away.xlsx": ("patients", PERSON, PERSONS[:1], {}),
    "b20_html_table.xls": ("patients", PERSON, PERSONS[:1], {}),
    "b21_tabbed_text.xls": ("patients", PERSON, PERSONS[:1], {}),
    "b23_blanks_of_all_kinds.xlsx": (
        "assessments",
        "assessment_date::varchar, ecog, encephalopathy, encephalopathy_status, child_pugh_class, height_cm, etiology",
        [
            ("1", "2023-01-08", 0, None, "unreadable", "A", 170.0, "HBV"),  # a spreadsheet made a day of 1-2
            ("2", "2023-01-15", 1, "1-2", "ok", "A", 160.0, "HCV"),
            ("3", "2023-01-20", 1, "none", "ok", "B", 165.0, None),
        ],
        {},
    ),
    "c01_labs_mixed.csv": (
        "labs",
        f"{RESULT}, round(value_std, 6), unit_status",
        [
            *((*row, row[2] if isinstance(row[2], float) else 60500.0, "ok") for row in SIX),
            ("1", "TBIL", 0.8, "2023-01-09 06:10:00", 0.8, "ok"),
            ("1", "TBIL", 8.0, "2023-01-09 06:10:00", 8.0, "ok"),
            ("1", "HBSAG", 0.0, "2023-01-09", 0.0, "ok"),
            ("2", "HBSAG", 1.0, "2023-01-16", 1.0, "ok"),
            ("2", "AFP", 400.0, "2023-01-16", 484.0, "ok"),  # kU/L, x 1.21
            ("2", "PLT", 150.0, "2023-01-16", 150.0, "ok"),
            ("1", "ALT", ">=45", "2023-01-09", 45.0, "ok"),
            ("1", "ALB", 3.9, "2023-01-08", None, "unreadable"),  # mg/dL
        ],
        {},
    ),
    "g03_labs.csv": (
        "labs",
        RESULT,
        [
            *SIX[:4],
            ("2", "NA", None, "2023-01-16"),
            SIX[5],
            ("2", "ALT", 999.0, "2023-01-16"),  # usual in a liver that fails: a setting may say that it is none
            ("2", "CREAT", -1.0, "2023-01-16"),  # PA-010 quarantines it
        ],
        {},
    ),
    "f24_labs_cut_in_last_cell.csv": ("labs", RESULT, SIX[:5], {}),
    "c02_labs_same_minute.csv": (
        "labs",
        RESULT,
        [*SIX, ("1", "TBIL", 0.8, "2023-01-09 06:10:00"), ("1", "TBIL", 8.0, "2023-01-09 06:10:00")],
        {},
    ),
    **{f"{name}.csv": ("labs", RESULT, THREE, {}) for name in ("f03_psql_footer", "f03b_sqlplus_footer", "f04_sqlcmd_dashes")},
    "f02_footer_count_no_newline.csv": ("labs", RESULT, THREE, {}),
    "f05_concatenated_with_bom.csv": ("labs", RESULT, [*THREE, ("3", "TBIL", 0.8, "2023-01-20")], {}),
    "f06_trailing_comma_decimal_comma.csv": ("labs", RESULT, [("1", "TBIL", 0.8, "2023-01-09"), ("2", "ALB", 3.0, "2023-01-09")], {}),
    "f08_backslash_N.csv": ("labs", RESULT, [("1", "AST", None, "2023-01-09"), *THREE], {}),
    "f20_adverse_events_header_only.csv": ("adverse_events", "term", [], {"may_be_empty": True}),
    "f21_labs_sas_datetime.csv": (
        "labs",
        RESULT,
        [
            *((patient, test, value, "2023-01-09 06:10:00") for patient, test, value, _ in SIX[:3]),
            *SIX[3:5],
            ("3", "TBIL", 0.8, "2023-01-20 10:00:00"),
        ],
        {},
    ),
    "f23_quotes_after_blanks.csv": ("labs", RESULT, SIX, {}),
    "g02_two_death_rows.csv": (
        "follow_up",
        CONTACT,
        [
            ("1", "ALIVE", "2024-01-31", None),
            ("2", "DEAD", "2023-09-30", "2023-09-30"),
            ("3", "ALIVE", "2024-02-28", None),
            ("2", "DEAD", "2023-10-02", "2023-10-02"),
        ],
        {},
    ),
    "g03_patients.csv": ("patients", PERSON, [PERSONS[0], ("2", "1955-05-05", "F", None), PERSONS[2]], {}),
    "g03_assessments.csv": (
        "assessments",
        "ecog, ascites, etiology, height_cm, weight_kg",
        [("1", None, None, None, None, None), ("2", 1, "none", "HCV", 160.0, 52.0), ("3", 1, "mild", "HBV", 165.0, 60.0)],
        {},
    ),
    "h01_drug_administrations_utc.parquet": (
        "drug_administrations",
        DRUG,
        [
            ("1", "FLUOROURACIL", "2023-01-10"),
            ("1", "CISPLATIN", "2023-01-11"),
            ("2", "FLUOROURACIL", "2023-01-17"),
            ("2", "CISPLATIN", "2023-01-18"),
        ],
        SEOUL,
    ),
    "h02_follow_up_instants.ndjson": (
        "follow_up",
        CONTACT,
        [("1", "ALIVE", "2024-01-31", None), ("2", "DEAD", "2023-09-30", "2023-09-30"), ("3", "ALIVE", "2024-02-28", None)],
        SEOUL,
    ),
}
ASKED = {  # the rows that are no rows: file and line
    "f24_labs_cut_in_last_cell.csv": [("CV-031", 7)],  # 2023-01-2 may have been 2023-01-20
    "f06_trailing_comma_decimal_comma.csv": [("CV-028", 3)],  # 1,9 is 1.9 with a comma, and one cell too many
}
REFUSED = {  # without the setting that the sentence names
    "b22_spreadsheetml.xls": ("patients", "no visible sheet of it holds data"),
    "f20_adverse_events_header_only.csv": ("adverse_events", "may_be_empty = true"),
    "h01_drug_administrations_utc.parquet": ("drug_administrations", 'timezone = "Asia/Seoul"'),
    "h02_follow_up_instants.ndjson": ("follow_up", 'timezone = "Asia/Seoul"'),
}


def settings_of(files: dict[str, tuple[str, dict]]) -> Settings:
    sources = {f"s{number}": {"tables": {table: {"files": [file], **more}}} for number, (file, (table, more)) in enumerate(files.items())}
    registry = {"name": "Drawn", "as_of": AS_OF, "patient_id_pattern": "[0-9]{8}"}
    return Settings.model_validate({"registry": registry, "sources": sources})


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """All files in one drop, each the only one of its source, loaded and staged."""
    folder = tmp_path_factory.mktemp("cases") / "drop"
    shutil.copytree(CASES, folder)
    settings = settings_of({file: (table, more) for file, (table, _, _, more) in READ.items()})
    with open_warehouse() as connection:
        build_reference(connection, settings, AS_OF)
        load_drop(connection, inventory_drop(folder, settings), settings, bytes(32))
        build_layers(connection, "staging", "derived")
        yield connection


@pytest.mark.parametrize("file", READ)
def test_a_file_is_read_as_what_it_says(loaded, file):
    table, columns, expected, _ = READ[file]
    digits = {pseudonym: str(number) for number, pseudonym in enumerate(pseudonyms([f"{n:08}" for n in range(10)], bytes(32)))}
    found = loaded.execute(
        f"select patient_id, {columns} from staging.{table} where source_file = ? and patient_id_status = 'ok' order by source_row", [file]
    ).fetchall()
    plain = [
        (patient, *(float(cell) if columns.startswith(RESULT) and at == 1 and _is_number(cell) else cell for at, cell in enumerate(row)))
        for patient, *row in found
    ]
    assert [(digits[patient], *row) for patient, *row in plain] == expected
    broken = loaded.execute("select rule, source_row from raw.broken_rows where source_file = ?", [file]).fetchall()
    assert broken == ASKED.get(file, [])


def _is_number(cell: object) -> bool:
    return isinstance(cell, str) and cell.lstrip("-").replace(".", "", 1).isdigit()


@pytest.mark.parametrize("file", REFUSED)
def test_what_only_the_hospital_knows_is_asked_in_a_sentence(tmp_path, file):
    table, said = REFUSED[file]
    shutil.copy(CASES / file, tmp_path / file)
    settings = settings_of({file: (table, {})})
    with open_warehouse() as connection, pytest.raises(UnreadableDrop) as refused:
        build_reference(connection, settings, AS_OF)
        load_drop(connection, inventory_drop(tmp_path, settings), settings, bytes(32))
    assert file in str(refused.value) and said in str(refused.value)

"""De-identification: a missing-value code becomes blank unless it is a code of its column, and direct identifiers go."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.raw.deidentify import MISSING, TellingColumns, blank_missing, deidentify
from pipelines.raw.pseudonyms import Pseudonyms
from pipelines.settings.sections import Registry, Settings, Source, Table
from pipelines.warehouse.table_files import raw_tables, table_columns

KEY = bytes.fromhex("5a" * 32)
SETTINGS = Settings(registry=Registry(name="Small"), readers={}, sources={"emr": Source(tables={})})


def column(table, name):
    return next(column for column in table_columns(table) if column.name == name)


def blanked(table, name, *cells, missing=(), source_missing=(), codes=None):
    """Return the cells after the missing-value codes are blanked."""
    source = Source(tables={}, missing=list(source_missing))
    files = Table(files=["x.csv"], missing=list(missing), codes={name: codes} if codes else {})
    frame = pl.DataFrame({name: pl.Series(cells, dtype=pl.String)})
    return frame.select(blank_missing(column(table, name), source, files))[name].to_list()


@pytest.mark.parametrize("word", sorted(MISSING))
def test_word_for_missing_is_blank_where_it_is_no_code(word):
    assert blanked("patients", "birth_date", word, f" {word.upper()} ") == [None, None]


@pytest.mark.parametrize(
    ("table", "name", "cell"),
    [
        ("imaging_reads", "target_response", "NA"),  # no target lesion
        ("imaging_reads", "target_response", "해당없음"),
        ("imaging_reads", "non_target_response", "na"),
        ("assessments", "ascites", "none"),
        ("assessments", "encephalopathy", "None"),
        ("assessments", "etiology", "none"),
        ("adverse_events", "action", "NONE"),
        ("labs", "test", "NA"),  # sodium
        ("labs", "test", "Na"),
    ],
)
def test_word_for_missing_is_kept_where_it_is_a_code_of_the_column(table, name, cell):
    assert blanked(table, name, cell) == [cell]


def test_word_for_missing_is_blank_in_the_columns_beside():
    assert blanked("labs", "value", "NA") == [None]
    assert blanked("imaging_reads", "overall_response", "NA") == [None]


@pytest.mark.parametrize(
    ("table", "name", "cell", "is_blank"),
    [
        ("assessments", "height_cm", "-99", True),
        ("assessments", "height_cm", "-999.0", True),
        ("assessments", "weight_kg", "999", True),
        ("assessments", "weight_kg", "99", False),  # a weight
        ("assessments", "ecog", "999", False),  # CV-018 asks
        ("lesions", "viable_mm", "999", False),
        ("labs", "value", "-999", True),
        ("labs", "value", "999", False),  # of ALT an ordinary result; CV-025 knows the tests of which it is none
        ("labs", "value", "-1", False),  # likewise
        ("labs", "value", "<-99", False),
        ("follow_up", "death_date", "9999-12-31", True),
        ("follow_up", "death_date", "9999-12-31 00:00:00", True),
        ("follow_up", "death_date", "31/12/9999", True),
        ("follow_up", "death_date", "99991231", True),
        ("follow_up", "death_date", "0000-00-00", True),
        ("follow_up", "death_date", "2023-12-31", False),
        ("labs", "collected_at", "9999-12-31", True),  # CV-029 asks where a row cannot do without
        ("assessments", "etiology", "ASKU", True),  # HL7: asked, but unknown
        ("assessments", "etiology", "NI", True),
        ("assessments", "etiology", "OTH", False),
        ("assessments", "etiology", "\u200b", True),  # a zero-width space alone
        ("assessments", "etiology", "\u00a0NI\u200b", True),
        ("assessments", "etiology", "\u200bHBV", False),  # staging reads it without
    ],
)
def test_what_stands_for_unknown_is_blank_and_never_a_value(table, name, cell, is_blank):
    assert blanked(table, name, cell) == ([None] if is_blank else [cell])


def test_words_for_missing_of_source_and_table_are_added():
    assert blanked("labs", "value", "검사중", "X", "45", missing=["X"], source_missing=["검사중"]) == [None, None, "45"]


def test_code_of_the_settings_is_no_missing_value():
    assert blanked("patients", "sex", "-", codes={"-": "M"}) == ["-"]


@pytest.mark.parametrize(
    ("table", "name", "codes", "cells", "read"),
    [
        # a word that stands for a number, and a number that stands for nothing, in this column only
        ("assessments", "tumour_count", {"다발성": "multiple"}, ["다발성", " 다발성 ", "3", "9"], ["multiple", "multiple", "3", "9"]),
        ("assessments", "ecog", {"9": ""}, ["9", "1", "99"], [None, "1", "99"]),
        ("patients", "sex", {"9": "", "1": "M"}, ["9", "1", "2"], [None, "1", "2"]),  # the code book itself is read in staging
    ],
)
def test_codes_of_the_settings_say_what_a_word_means_in_one_column(table, name, codes, cells, read):
    assert blanked(table, name, *cells, codes=codes) == read


def test_cell_that_is_no_word_for_missing_is_kept_as_sent():
    assert blanked("labs", "value", " 45 ", "0", "none detected", None) == [" 45 ", "0", "none detected", None]


@given(st.sampled_from([(table, one.name) for table in raw_tables() for one in table_columns(table)]), st.text(max_size=8))
def test_blanking_is_idempotent_and_never_changes_a_cell(where, cell):
    table, name = where
    once = blanked(table, name, cell)
    assert once in ([cell], [None]) and blanked(table, name, *once) == once


def passed(*, number="00012345", open_text=(), free_text=(), **cells):
    """Return the one row with these cells, de-identified."""
    rows = pl.DataFrame({"patient_id": [number], **{name: [cell] for name, cell in cells.items()}})
    return deidentify(rows, TellingColumns("patient_id", frozenset(open_text), frozenset(free_text)), Pseudonyms(KEY, ".+")).row(
        0, named=True
    )


def test_a_number_whose_zeros_were_put_back_is_replaced_in_a_text_as_it_was_sent():
    rows = pl.DataFrame({"patient_id": ["00561907", "00000012"], "note": ["see 561907 and 00561907", "12 cycles"]})
    read = deidentify(rows, TellingColumns("patient_id", frozenset({"note"}), width=8), Pseudonyms(KEY, ".+"))
    pseudonym = read["patient_id"][0]
    assert read["note"].to_list() == [f"see {pseudonym} and {pseudonym}", "12 cycles"]  # 12 stands in many a text that names nobody


OF_PATIENT = passed()
PSEUDONYM = OF_PATIENT["patient_id"]


@pytest.mark.parametrize(
    "cell",
    [
        "900101-1234567",
        "comment 900101-1234567 end",
        "주민번호900101-1234567입니다",  # Hangul beside it is no part of the number
        "９００１０１－１２３４５６７",
        "900101 - 1234567",
        "900101–1234567",
        "010-1234-5678",
        "연락처010-1234-5678로",
        "010 1234 5678",
        "010.1234.5678",
        "011-123-4567",
        "+82 10-1234-5678",
        "02-123-4567",
        "031-1234-5678",
    ],
)
def test_cell_with_a_resident_or_telephone_number_is_blanked_in_any_column(cell):
    assert passed(detail=cell, drug="5-FU") == OF_PATIENT | {"detail": None, "drug": "5-FU", "has_identifier": True}


@pytest.mark.parametrize("cell", ["9001011234567", "전화01012345678", "0111234567"])
def test_numbers_without_dashes_are_identifiers_in_free_text_only(cell):
    assert passed(free_text=["detail"], detail=cell)["detail"] is None
    assert passed(specimen_id=cell) == OF_PATIENT | {"specimen_id": cell}


@pytest.mark.parametrize(
    "cell",
    [
        "900101 1234567",
        "900101/1234567",
        "(900101)1234567",
        "90.01.01-1234567",
        "1990-01-01-1234567",
        "900101-\n1234567",
        "900101\u200b-1234567",
        "900101ㅡ1234567",
        "900101-1******",
        "A900101-1234567",
        "010-12345678",
        "010/1234/5678",
        "010,1234,5678",
        "010\u200b-1234-5678",
        "+821012345678",
        "82-10-1234-5678",
        "+82(0)10-1234-5678",
        "10-1234-5678",
        "02 123 4567",
        "031.123.4567",
        "+82-2-123-4567",
        "050-1234-5678",
    ],
)
def test_resident_and_telephone_numbers_are_blanked_in_free_text_however_they_are_written(cell):
    assert passed(free_text=["detail"], detail=f"call {cell} first") == OF_PATIENT | {"detail": None, "has_identifier": True}


@pytest.mark.parametrize("cell", ["010)1234-5678", "(010)1234-5678", "02)123-4567", "(02) 123-4567", "031) 123-4567"])
def test_an_area_in_brackets_is_one_of_a_telephone_number_in_any_column(cell):
    assert passed(drug=cell) == OF_PATIENT | {"drug": None, "has_identifier": True}


@pytest.mark.parametrize(
    "cell",
    ["2022-03-05 1200 mg", "AST 45 (10-40), ALT 61", "2023-01-09 2023-01-16", "82 mmHg", "5-FU 750 mg x 2, 1.52 m2"],
)
def test_remarks_with_numbers_that_name_nobody_are_kept(cell):
    assert passed(free_text=["detail"], detail=cell)["detail"] == cell


@pytest.mark.parametrize(
    "cell",
    ["2022-03-05", "2022-03-05 06:10", "S220305-0017", "60500", "0.5 미만", "100000-1234567", "990101-9234567", "CT20220412", "01-02-2022"],
)
def test_what_is_no_identifier_is_kept(cell):
    assert passed(free_text=["detail"], detail=cell)["detail"] == cell


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("CT-00012345-1", f"CT-{PSEUDONYM}-1"),
        ("00012345/00012345", f"{PSEUDONYM}/{PSEUDONYM}"),
        ("CT-12345-1", "CT-12345-1"),  # another number: zeros in front count
        ("ＣＴ-０００12345", f"CT-{PSEUDONYM}"),  # full width
        ("E1", "E1"),
        (None, None),
    ],
)
def test_own_number_inside_an_open_text_becomes_the_pseudonym(cell, kept):
    assert passed(open_text=["exam_id"], exam_id=cell)["exam_id"] == kept


def test_own_number_is_found_in_any_case():
    assert passed(number="P000123", open_text=["exam_id"], exam_id="ct-p000123-1")["exam_id"].count("p000123") == 0


def test_own_number_stays_in_a_cell_that_is_no_open_text():
    assert passed(value="00012345")["value"] == "00012345"  # a result that happens to be equal


@pytest.mark.parametrize(("number", "is_sought"), [("12", False), ("123", False), ("1234", True), ("12345", True)])
def test_a_number_is_sought_in_other_cells_from_four_characters_on(number, is_sought):
    row = passed(number=number, open_text=["detail"], detail=f"port of {number} flushed")
    assert row["detail"] == f"port of {row['patient_id'] if is_sought else number} flushed"


def test_patient_number_does_not_pass():
    assert PSEUDONYM.startswith("p") and "12345" not in PSEUDONYM
    assert OF_PATIENT == {"has_identifier": False, "patient_id": PSEUDONYM, "patient_id_status": "ok"}

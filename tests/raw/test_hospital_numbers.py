"""The hospital's numbers of exams, lesions and specimens become keyed pseudonyms; joins hold, and plain labels of lesions stay."""

import polars as pl
import pytest

from pipelines.raw.hospital_numbers import HospitalNumber, pseudonym_of, pseudonymise_numbers, refuse_shared_pseudonyms
from pipelines.raw.load_sheets import raw_types
from pipelines.settings.errors import UnusableSettings
from pipelines.warehouse.build_tables import open_warehouse, put_frame
from pipelines.warehouse.table_files import table_columns

KEY = bytes.fromhex("5a" * 32)
COLUMNS = {column.number_of: column for table in ("lesions", "labs") for column in table_columns(table) if column.number_of}


@pytest.mark.parametrize(
    "label", ["T1", "NT2", "N1", "NEW03", "T01", "T1.1", "T1/T2", "T1.1/T1.2", "LESION4", "TARGET-1", "L12", "1", "3/4", "T2A"]
)
def test_a_readers_label_of_a_lesion_stays(label):
    assert pseudonym_of(COLUMNS["lesion"], "p1", label, KEY) == label


@pytest.mark.parametrize("name", ["90817263", "T90817263", "KIM1", "홍길동", "T1-20230110", "1234", "12.34.56", "SR.123456", "T", "CT1"])
def test_any_other_name_of_a_lesion_becomes_a_pseudonym(name):
    pseudonym = pseudonym_of(COLUMNS["lesion"], "p1", name, KEY)
    assert pseudonym.startswith("L") and len(pseudonym) == 21 and name not in pseudonym


def test_a_pseudonym_tells_the_kind_and_is_one_patients():
    exam = pseudonym_of(COLUMNS["exam"], "p1", "CT20230110", KEY)
    assert len(exam) == 21 and exam[0] == "E" and exam == exam.upper()
    assert pseudonym_of(COLUMNS["exam"], "p1", " ct2023 0110", KEY) == exam, "spellings of one number"
    assert pseudonym_of(COLUMNS["exam"], "p1", "ＣＴ20230110", KEY) == exam
    others = {
        pseudonym_of(COLUMNS["exam"], "p2", "CT20230110", KEY),
        pseudonym_of(COLUMNS["specimen"], "p1", "CT20230110", KEY),
        pseudonym_of(COLUMNS["exam"], "p1", "CT20230111", KEY),
        pseudonym_of(COLUMNS["exam"], "p1", "CT20230110", bytes(32)),
    }
    assert len(others) == 4 and exam not in others


@pytest.mark.parametrize(
    ("other", "is_refused"),
    [
        (("exam", "p1", " ct 1"), False),  # another spelling
        (("exam", "p1", "CT2"), True),
        (("exam", "p2", "CT1"), True),
        (("specimen", "p1", "CT1"), True),
    ],
)
def test_two_numbers_of_one_pseudonym_end_the_run(other, is_refused):
    kind, patient, as_sent = other
    numbers = [HospitalNumber("exam", "p1", "E" + "0" * 20, "CT1"), HospitalNumber(kind, patient, "E" + "0" * 20, as_sent)]
    if is_refused:
        with pytest.raises(UnusableSettings, match="two exams, lesions or specimens of the drop have one pseudonym"):
            refuse_shared_pseudonyms(numbers)
    else:
        refuse_shared_pseudonyms(numbers)


def test_raw_rows_have_pseudonyms_and_the_link_is_kept():
    with open_warehouse() as connection:
        cells = {"patient_id": ["p1", "p1", None, "p1"], "exam_id": ["E1", "e1", "E1", None], "lesion_id": ["T1", "SR.1234567", "T1", " "]}
        frame = pl.DataFrame(cells).with_columns(
            pl.lit(None, kind).alias(name) for name, kind in raw_types("lesions").items() if name not in cells
        )
        put_frame(connection, "raw.lesions", frame)
        link = set(pseudonymise_numbers(connection, "lesions", KEY))
        rows = connection.sql("select exam_id, lesion_id from raw.lesions").fetchall()
    of_p1, of_nobody = pseudonym_of(COLUMNS["exam"], "p1", "E1", KEY), pseudonym_of(COLUMNS["exam"], "", "E1", KEY)
    lesion = pseudonym_of(COLUMNS["lesion"], "p1", "SR.1234567", KEY)
    assert rows == [(of_p1, "T1"), (of_p1, lesion), (of_nobody, "T1"), (None, None)]
    assert link == {
        HospitalNumber("exam", "p1", of_p1, "E1"),
        HospitalNumber("exam", "p1", of_p1, "e1"),
        HospitalNumber("exam", "", of_nobody, "E1"),
        HospitalNumber("lesion", "p1", lesion, "SR.1234567"),
    }

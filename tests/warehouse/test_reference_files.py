"""The lists of medical facts: each cell can be read, each row has its source, and no list names what another does not have."""

from itertools import pairwise

import polars as pl
import pytest

from pipelines.warehouse.build_tables import open_warehouse
from pipelines.warehouse.reference_files import listed_tables, read_list
from pipelines.warehouse.table_files import table_schema
from schemas.code_book import code_book, code_labels

KEYS = {
    "drugs": ["drug"],
    "procedures": ["procedure"],
    "treatments": ["treatment"],
    "lab_tests": ["test"],
    "ctcae_bands": ["version", "test", "grade", "basis", "when_baseline"],
    "adverse_event_terms": ["term"],
    "regimens": ["regimen", "drug", "from_weight_kg"],
}


@pytest.fixture(scope="module")
def connection():
    connection = open_warehouse()
    yield connection
    connection.close()


@pytest.mark.parametrize("table", listed_tables())
def test_a_list_is_a_table_of_its_schema(table, connection):
    schema = table_schema("reference", table)
    listed = connection.sql(f"from reference.{table}").pl()
    assert dict(listed.schema) == schema.TYPES
    assert schema.MEANING.keys() == schema.TYPES.keys()
    assert schema.__doc__.startswith("One row per ")
    for column, codes in getattr(schema, "CODES", {}).items():
        assert set(listed[column].drop_nulls()) <= codes.keys(), column


@pytest.mark.parametrize("table", listed_tables())
def test_a_row_of_a_list_has_its_source(table):
    assert read_list(table)["citation"].null_count() == 0


@pytest.mark.parametrize("table", KEYS)
def test_nothing_is_listed_twice(table):
    assert not read_list(table).select(KEYS[table]).is_duplicated().any()


def test_a_treatment_is_of_listed_drugs_or_a_listed_procedure():
    treatments = read_list("treatments")
    named = {drug for column in ("drugs", "all_of") for drugs in treatments[column].drop_nulls() for drug in drugs}
    assert named <= set(read_list("drugs")["drug"])
    assert set(treatments["procedure"].drop_nulls()) <= set(read_list("procedures")["procedure"])
    assert set(treatments["within"].drop_nulls()) <= set(treatments["treatment"])
    of_drugs = treatments["source"] == "drug"
    assert (treatments["into_hepatic_artery"].is_not_null() == of_drugs).all()
    assert (treatments["procedure"].is_null() == of_drugs).all()


def test_every_procedure_that_treats_is_a_treatment():
    treating = read_list("procedures").filter(pl.col("kind") == "treatment")["procedure"]
    assert set(treating) == set(read_list("treatments")["procedure"].drop_nulls())


def test_a_regimen_is_a_way_of_giving_a_listed_treatment_with_listed_drugs():
    regimens = read_list("regimens")
    assert set(regimens["treatment"]) <= set(read_list("treatments")["treatment"])
    assert set(regimens["drug"]) <= set(read_list("drugs")["drug"])
    per_regimen = regimens.group_by("regimen").agg(pl.col("label", "treatment").n_unique())
    assert (per_regimen["label"] == 1).all() and (per_regimen["treatment"] == 1).all()


def test_intervals_of_a_regimen_are_in_order():
    cycles = read_list("regimens").drop_nulls("cycle_days")
    in_order = ("least_interval_days", "cycle_days", "late_after_days", "most_interval_days")
    for less, more in pairwise(in_order):
        assert (cycles[less] <= cycles[more]).all(), f"{less} and {more}"
    assert (read_list("regimens")["dose"] > 0).all()


def test_a_code_book_is_its_list():
    assert code_book("procedures")["SURGERY"] == ("resection", "hepatectomy", "liver resection", "수술", "간절제술")
    assert code_labels("drugs")["CISPLATIN"] == "Cisplatin"
    assert {code: tuple(words) for code, words in read_list("drugs").select("drug", "words").rows()} == code_book("drugs")


def test_what_is_said_of_laboratory_tests_is_of_listed_ones():
    tests = read_list("lab_tests")
    assert set(read_list("ctcae_bands")["test"]) <= set(tests["test"])
    assert set(read_list("adverse_event_terms")["lab_test"].drop_nulls()) <= set(tests["test"])
    assert set(tests["patients_column"].drop_nulls()) <= table_schema("cohort", "patients").TYPES.keys()


def test_the_limits_of_a_test_enclose_each_other():
    tests = read_list("lab_tests")
    limits = tests.select("hard_low", "soft_low", "soft_high", "hard_high")
    ranged = limits.drop_nulls()
    assert ranged.height == limits.filter(pl.any_horizontal(pl.all().is_not_null())).height, "all four or none"
    assert all(list(row) == sorted(row) for row in ranged.rows())
    assert (tests["range_rule"].is_null() == tests["hard_low"].is_null()).all()


def test_a_word_means_one_laboratory_test_and_one_term():
    for table, columns in (("lab_tests", ("test", "words", "loinc")), ("adverse_event_terms", ("term", "words"))):
        listed = read_list(table)
        words = [word.lower() for column in columns[1:] for each in listed[column].drop_nulls() for word in each]
        assert len(words) == len(set(words)), table


def test_bands_of_a_grade_lie_beyond_those_of_the_grade_below():
    bands = read_list("ctcae_bands").filter(pl.col("basis") != "clinical")
    series = bands.sort("grade").group_by(
        "version", "test", "basis", "when_baseline", falls=pl.col("direction").is_in(["below", "at_most"])
    )
    for falls, bounds in series.agg("bound").select("falls", "bound").rows():
        assert bounds == sorted(set(bounds), reverse=falls)


def test_a_band_says_what_it_is_of():
    bands = read_list("ctcae_bands")
    is_clinical = bands["basis"] == "clinical"
    assert (bands["bound"].is_null() == is_clinical).all()
    assert (bands["direction"].is_null() == is_clinical).all()
    assert bands["grade"].is_between(1, 4).all()

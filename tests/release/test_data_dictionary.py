"""The cohort for people: every column of a release has a label, a meaning and its codes, in the dictionary and in the Parquet files."""

import csv
import json
from collections import Counter

import polars as pl
import pyarrow.parquet as pq
import pytest

from pipelines.warehouse.table_files import layer_tables, table_columns, table_schema
from schemas.cohort_codes import OF_SETTINGS, SEPARATORS, codes_of
from schemas.cohort_labels import LABELS, label_of, label_with_unit, unit_of
from tests.whole_path import clean_release, slow_to_make

# What a text column holds where it holds no code: keys, numbers and names of things, or sentences.
NOT_CODED = {
    "patient_id", "exam_id", "reader_id", "first_reader_id", "second_reader_id", "largest_reader_id", "lesion_id", "evidence_exam_id",
    "origin_id", "split_from", "merged_with",
    "source_table", "evidence_table", "test", "term", "drug", "drugs", "table1_label", "criterion", "variable", "category", "organ_counted",
    "description", "event_description", "own_event_description", "censoring_description", "exclusion_reason", "no_assessment_reason",
    "hindrance", "reader_responses", "measured_targets", "missing_targets", "on_days", "days_in_words",
    "response_set", "label", "given", "all_given", "level", "last_table", "expected_group", "reason",
    "read_key", "limits_in_words",
    "short", "patient_date", "start_name", "endpoint", "failed_criterion", "fact", "said", "item", "source", "arm_reason",
    "index_reason", "dx_code",
}  # fmt: skip


@pytest.fixture(scope="module")
@slow_to_make
def release():
    return (clean_release().data / "registry" / "current").resolve()


@pytest.fixture(scope="module")
def dictionary(release):
    with (release / "data_dictionary.csv").open(encoding="utf-8", newline="") as file:
        return {(row["layer"], row["table"], row["column"]): row for row in csv.DictReader(file)}


# --- what the schemas say


def test_every_text_column_of_the_cohort_is_coded_or_known_to_be_none():
    texts = {
        (table, column)
        for table in layer_tables("cohort")
        for column, kind in table_schema("cohort", table).TYPES.items()
        if kind == pl.String and not column.endswith("row_key")
    }
    coded = {(table, column) for table, column in texts if codes_of(table_schema("cohort", table), column)}
    assert {column for _, column in texts - coded} - OF_SETTINGS.keys() == NOT_CODED
    assert len(coded) > 60


def test_labels_of_codes_are_told_apart():
    for table in layer_tables("cohort"):
        schema = table_schema("cohort", table)
        for column in schema.TYPES:
            twice = [label for label, n in Counter(codes_of(schema, column).values()).items() if n > 1]
            assert twice == [], (table, column)


def test_every_code_that_a_hospital_may_send_has_a_label_in_the_cohort():
    for table in layer_tables("staging"):
        for column in table_columns(table):
            labels = codes_of(None, column.name)
            assert not labels or {str(code) for code in column.codes} <= {str(code) for code in labels}, column.name


def test_codes_and_labels_can_be_told_apart_in_one_cell():
    for table in layer_tables("cohort"):
        schema = table_schema("cohort", table)
        for column in schema.TYPES:
            for code, label in codes_of(schema, column).items():
                assert " = " not in str(code) and " | " not in f"{code} {label}"


@pytest.mark.parametrize(
    ("column", "label", "unit"),
    [
        ("age_years", "Age", "years"),
        ("total_bilirubin_mg_dl", "Total bilirubin", "mg/dL"),
        ("platelets_10e3_ul", "Platelets", "10^3/µL"),
        ("os_months", "Overall survival", "months"),
        ("fluorouracil_mg_per_m2", "Fluorouracil", "mg/m²"),  # not m²
        ("days_from_index", "Days from index", "days"),
        ("days", "Days", "days"),
        ("change_from_nadir_pct", "Change from nadir", "%"),
        ("inr", "INR", ""),
        ("cycle_count", "Cycle count", ""),
    ],
)
def test_a_column_is_called_by_its_label_and_measured_as_its_name_says(column, label, unit):
    assert (label_of(column), unit_of(column)) == (label, unit)
    assert label_with_unit(column) == (f"{label} ({unit})" if unit else label)


def test_the_columns_of_the_analysis_set_have_labels_of_their_own():
    assert set(table_schema("cohort", "patients").TYPES) == set(LABELS)


# --- what the release says


def test_every_column_of_every_file_stands_in_the_dictionary(release, dictionary):
    for path in release.glob("*/*.parquet"):
        columns = [column for layer, table, column in dictionary if (layer, table) == (path.parent.name, path.stem)]
        assert columns == pq.read_schema(path).names, path


def test_a_column_of_the_cohort_says_what_it_means(dictionary):
    assert [key for key, row in dictionary.items() if key[0] == "cohort" and not (row["label"] and row["meaning"])] == []


def test_dictionary_gives_codes_and_labels_in_order(dictionary):
    row = dictionary["cohort", "patients", "arm"]
    assert row["codes"].startswith("first_line = First-line HAIC | post_ate_beva = Post-ate-beva HAIC | ")
    assert dictionary["cohort", "patients", "age_years"] == {
        "layer": "cohort", "table": "patients", "column": "age_years", "type": "BIGINT", "unit": "years", "label": "Age",
        "meaning": "Age in completed years at the index date", "codes": "", "separator": "",
    }  # fmt: skip
    assert dictionary["cohort", "patients", "prior_treatments"]["separator"] == ";"
    assert dictionary["accepted", "patients", "sex"]["codes"] == "M = Male | F = Female"


def test_a_coded_column_holds_its_codes_and_nothing_else(release):
    for path in (release / "cohort").glob("*.parquet"):
        for name, column in pl.read_parquet(path).to_dict().items():
            codes = codes_of(table_schema("cohort", path.stem), name)
            values = column.str.split(SEPARATORS[name]).explode() if name in SEPARATORS else column
            assert not codes or set(values.drop_nulls()) - {""} <= set(codes), (path.stem, name)


def test_parquet_says_what_the_dictionary_says(release, dictionary):
    for path in release.glob("*/*.parquet"):
        schema = pq.read_schema(path)
        assert (schema.metadata[b"layer"].decode(), schema.metadata[b"table"].decode()) == (path.parent.name, path.stem)
        assert schema.metadata[b"grain"].startswith(b"One row per ")
        for field, listed in zip(schema, json.loads(schema.metadata[b"columns"]), strict=True):
            row = dictionary[path.parent.name, path.stem, field.name]
            held = {key.decode(): value.decode() for key, value in field.metadata.items()}
            codes = " | ".join(f"{code} = {label}" for code, label in json.loads(held.pop("codes", "[]")))
            assert codes == row["codes"]
            assert held == {key: row[key] for key in ("label", "meaning", "unit", "separator") if row[key]}
            assert listed["name"] == field.name and {key: listed[key] for key in held} == held

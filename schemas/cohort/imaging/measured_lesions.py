"""One row per measured lesion (patient, exam, reader, lesion) and criterion: its diameter and what is left of it."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "lesion_id": pl.String,
    "criterion": pl.String,
    "role": pl.String,
    "organ": pl.String,
    "lesion_kind": pl.String,
    "left_state": pl.String,
    "cytology": pl.String,
    "split_from": pl.String,
    "merged_with": pl.String,
    "treated_before": pl.String,
    "source_row_key": pl.String,
    "diameter_mm": pl.Float64,
    "least_mm": pl.Float64,
    "size_mm": pl.Float64,
    "is_node": pl.Boolean,
    "is_recorded_criterion": pl.Boolean,
    "has_arterial_enhancement": pl.Boolean,
    "has_washout": pl.Boolean,
    "exam_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    role="Target, non-target or new",
    organ="Where the lesion is",
    lesion_kind="Of what kind it is, where that is sent",
    left_state="What is left of it: tumour (TUMOUR), a node between a normal one and a target (NODE), nothing (NONE); NULL: not assessed",
    cytology="Of an effusion: what cytology says of its origin",
    split_from="Lesion from which it split",
    merged_with="Lesions that merged into it",
    treated_before="Whether it lies in an area treated locally before the course, and progressed since",
    diameter_mm="Diameter that the criterion sums, mm; of a node the short axis",
    least_mm="Diameter from which the criterion takes such a lesion for a target, mm",
    size_mm="The largest of its diameters, mm",
    is_node="Whether it is a lymph node",
    has_arterial_enhancement="Whether it enhances in the arterial phase",
    has_washout="Whether it washes out in a later phase",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)

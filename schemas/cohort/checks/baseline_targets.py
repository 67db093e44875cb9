"""One row per target lesion of a reader's baseline (patient, course, reader, lesion)."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "course": pl.String,
    "exam_id": pl.String,
    "reader_id": pl.String,
    "lesion_id": pl.String,
    "organ": pl.String,
    "lesion_kind": pl.String,
    "organ_counted": pl.String,
    "hindrance": pl.String,
    "treated_before": pl.String,
    "source_row_key": pl.String,
    "place_in_organ": pl.Int64,
    "place": pl.Int64,
    "organ_target_count": pl.Int64,
    "target_count": pl.Int64,
    "diameter_mm": pl.Float64,
    "least_mm": pl.Float64,
    "has_arterial_enhancement": pl.Boolean,
    "is_shared": pl.Boolean,
    "exam_date": pl.Date,
}
MEANING = meanings_of(
    TYPES,
    lesion_kind="Of what kind it is, where that is sent",
    organ_counted="Organ for which targets are counted: nodes are one",
    hindrance="Why the lesion may be no target, by the criterion of the site; NULL: it may",
    treated_before="Whether it lies in an area treated locally before the course, and progressed since",
    place_in_organ="Place among the reader's targets of the organ, the largest first",
    place="Place among the reader's targets, the largest first",
    organ_target_count="Targets of the reader in the organ",
    target_count="Targets of the reader",
    diameter_mm="Diameter at baseline that the criterion by which the site records measures, mm",
    least_mm="Diameter from which on this criterion takes such a lesion for a target, mm",
    has_arterial_enhancement="Whether it enhances in the arterial phase",
    is_shared="Whether the scan is a later exam of another course, too",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)

"""One row per pair of readers: how often and how far they agree, over all exams of the registry."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

TYPES = {
    "row_key": pl.String,
    "first_reader_id": pl.String,
    "second_reader_id": pl.String,
    "patient_count": pl.Int64,
    "exam_count": pl.Int64,
    "equal_count": pl.Int64,
    "sum_count": pl.Int64,
    "sum_patient_count": pl.Int64,
    "first_lower_count": pl.Int64,
    "second_lower_count": pl.Int64,
    "crude_agreement_pct": pl.Float64,
    "weighted_kappa": pl.Float64,
    "quadratic_kappa": pl.Float64,
    "mean_difference_mm": pl.Float64,
    "largest_difference_mm": pl.Float64,
}
MEANING = meanings_of(
    TYPES,
    first_reader_id="Reader with the first number of the two",
    second_reader_id="The other reader",
    patient_count="Patients whom both read",
    exam_count="Exams after baseline that both read as CR, PR, SD or PD",
    equal_count="Those of them with the same response",
    sum_count="Exams with complete sums of both, baseline included",
    sum_patient_count="Patients with such exams",
    first_lower_count="Exams in which the first reader's sum is the lower one",
    second_lower_count="Exams in which the second reader's sum is the lower one",
    crude_agreement_pct="Exams with the same response, %",
    weighted_kappa="Cohen's kappa of the response with linear weights",
    quadratic_kappa="Cohen's kappa of the response with quadratic weights",
    mean_difference_mm="Mean of the second reader's sum minus the first's, mm",
    largest_difference_mm="Largest difference of the sums, without sign, mm",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)

"""One row per response criterion: which diameter it sums, from which limits a sum is a response, and how large a target must be."""

import polars as pl

from schemas.cohort_columns import meanings_of
from schemas.staging_schema import schema_of

LIMITS = {
    "diameter": "Which diameter is summed: viable (what enhances in the arterial phase) or total (the whole lesion)",
    "pr_decrease_pct": "Partial response: the sum is smaller than at baseline by at least this, %",
    "pd_increase_pct": "Progression: the sum is larger than the smallest so far by at least this, % …",
    "pd_min_abs_mm": "… and by at least this, mm",
    "least_target_mm": "Least diameter of a target, mm",
    "least_node_mm": "Least short axis of a lymph node that is a target, mm",
    "least_porta_node_mm": "Least short axis of a node of the porta hepatis that is a target, mm",
    "normal_node_mm": "Short axis below which a lymph node is normal, mm",
    "too_small_mm": "Diameter of a lesion that is seen but too small to measure, mm",
    "new_nodule_mm": "Size from which a new liver nodule of typical pattern is tumour, mm; 0: a new lesion of any size is",
    "new_nodule_growth_mm": "Growth by which a new liver nodule without that pattern becomes tumour, mm",
    "late_target_growth_mm": "Growth, beside that of progression in %, from which a target that the baseline lacks is suspect, mm",
    "new_effusion": "What makes a new effusion or ascites progression: positive cytology, or what the reader recorded",
}
IN_WORDS = ("diameter", "new_effusion")
LIMIT_TYPES = {limit: pl.String if limit in IN_WORDS else pl.Float64 for limit in LIMITS}
TYPES = {
    "criterion": pl.String,
    "label": pl.String,
    "diameter": pl.String,
    **{limit: kind for limit, kind in LIMIT_TYPES.items() if limit != "diameter"},
    "work": pl.String,
    "citation": pl.String,
}
MEANING = meanings_of(
    TYPES,
    criterion="Response criterion",
    label="Its name in print",
    **LIMITS,
    work="The work that a methods text cites",
    citation="Source of the row",
)
RULES = ()
SCHEMA = schema_of(TYPES, RULES)

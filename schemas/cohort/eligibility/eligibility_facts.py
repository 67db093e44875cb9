"""One row per accepted patient and fact about which a criterion of the study asks, as far as it is known."""

import polars as pl

from schemas.cohort.baseline import baseline_characteristics
from schemas.cohort.eligibility import eligibility_flags
from schemas.cohort_columns import meanings_of
from schemas.lab_tests import lab_tests
from schemas.role import ELIGIBILITY_FACTS
from schemas.staging_schema import schema_of

ROLE = ELIGIBILITY_FACTS
TESTS = lab_tests()
# What a criterion may ask about, with its type: every column of these two tables, and every laboratory test by its code.
FACTS: dict[str, pl.DataType] = {
    name: kind
    for name, kind in {**eligibility_flags.TYPES, **baseline_characteristics.TYPES, **dict.fromkeys(TESTS, pl.Float64)}.items()
    if name != "patient_id" and not name.endswith("row_key")
}
LABELS_AND_UNITS = {name: (test.label, test.unit) for name, test in TESTS.items()}  # the other facts have those of their columns
DRUGS_IN_QUARANTINE, CONTACTS_IN_QUARANTINE = "quarantined:drug_administrations", "quarantined:follow_up"
TYPES = {
    "row_key": pl.String,
    "patient_id": pl.String,
    "fact": pl.String,
    "said": pl.String,
    "value_operator": pl.String,
}
MEANING = meanings_of(
    TYPES,
    fact="Column of cohort.eligibility_flags or cohort.baseline_characteristics, or a laboratory test",
    said="Its value, as text",
    value_operator="<, <=, > or >= where only a limit of the number is known",
)
# The rows behind each fact: files of sql/trace/, and after a colon the part of their rows.
TRACED = {
    **dict.fromkeys(("sex", "dx_code"), ("patient",)),
    **dict.fromkeys(("index_date", "index_reason", "has_quarantined_index_treatment"), ("index_date", DRUGS_IN_QUARANTINE)),
    "has_other_regimen": ("index_date", "doses_of_another_regimen"),
    "has_quarantined_history": ("index_date", DRUGS_IN_QUARANTINE),
    **dict.fromkeys(("has_arm", "arm", "arm_reason"), ("index_date", "arm")),
    **dict.fromkeys(("has_follow_up", "has_quarantined_contact"), ("last_state", CONTACTS_IN_QUARANTINE, DRUGS_IN_QUARANTINE)),
    **{test: (f"labs:{test}",) for test in TESTS},
}
RULES = ()
SCHEMA = schema_of(TYPES, RULES)

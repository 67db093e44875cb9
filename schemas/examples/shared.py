"""What the examples of all tables share: a patient beside every case, and the examples of rules that every column of a kind has."""

from importlib import import_module

from schemas.examples.drawing import Example, example
from schemas.rule import Rule

BESIDE = {"patients": [{}]}
NO_RESPONSE = {"target_response": None, "non_target_response": None, "overall_response": None, "new_lesion": None}
QUIET = {  # what else must change so that a date far away breaks no other rule
    ("adverse_events", "start_date"): {"end_date": None},
    ("adverse_events", "end_date"): {"start_date": None},
    ("patients", "birth_date"): {"hcc_dx_date": None},
    ("imaging_reads", "exam_date"): {"timepoint": "0", "read_date": None, **NO_RESPONSE},
    ("imaging_reads", "read_date"): {"timepoint": "0", "exam_date": "1955-03-02", **NO_RESPONSE},
}
DEATHS = (("follow_up", "death_date"), ("follow_up", "death_month"))  # drawn by hand, with the last contact
UNREADABLE = {"date": "2022-02-30", "datetime": "2022-02-30 06:10", "number": "약 30", "integer": "1.5", "text": "처음", "code": "?!"}


def shared_example(table: str, rule: Rule) -> Example | None:
    """Draw the example of a rule that every column of a kind shares, from the column's kind; None where it must be drawn by hand."""
    kinds = {each.name: each.kind for each in import_module(f"schemas.staging.{table}").COLUMNS}
    (column,) = rule.columns if len(rule.columns) == 1 else ("",)
    sent_as = getattr(import_module(f"schemas.staging.{table}"), "SENT_AS", {})
    cell = sent_as.get(column, column.removesuffix("_status"))
    passing, breaking = [{}], []
    if rule.id == "CV-007":
        nobody = ({"patient_id": None, "patient_id_status": status} for status in ("missing", "unreadable"))
        breaking = [{"patients": [], "imaging_reads": [], table: [row]} for row in nobody]
    elif rule.id == "CV-004":
        breaking = [{"has_identifier": True}]
    elif rule.id == "CR-002" and table != "lesions":
        breaking = [{"patients": [], table: [{}]}]
    elif rule.id == "CV-029":
        breaking = [{cell: None}]
    elif rule.id in ("CV-010", "CV-030"):
        breaking = [{cell: text} for text in ("2022", "2022-03", "2022-03-00")]
    elif rule.id in ("CV-009", "CV-016", "CV-027") and column == f"{cell}_status":
        breaking = [{cell: UNREADABLE[kinds[cell]]}]
    elif rule.id == "PT-001" and (table, cell) not in DEATHS:  # the extracts are of 2024-12-31
        quiet = QUIET.get((table, cell), {})
        passing, breaking = [_on_day(table, cell, "2024-12-31", quiet)], [{cell: "2025-01-01", **quiet}]
    elif rule.id == "PT-002" and (table, cell) not in (*DEATHS, ("patients", "birth_date")):  # born on 1955-03-02
        quiet = QUIET.get((table, cell), {})
        passing = [_on_day(table, cell, "1955-03-02", quiet)]
        breaking = [{cell: day, **quiet} for day in ("1955-03-01", "1970-01-01", "1900-01-01", "1899-12-31", "1899-12-30")]
    return example(table, f"{rule.id} {rule.level}", " ".join(rule.columns), passing, breaking) if breaking else None


def _on_day(table: str, cell: str, day: str, quiet: dict) -> dict:
    read = {"exam_date": day, "read_date": None, "timepoint": "0", **NO_RESPONSE}  # a lesion has the day of its read
    return {"imaging_reads": [read], table: [{cell: day}]} if table == "lesions" else {cell: day, **quiet}

"""Makes the results of a cohort that a test draws, without a run."""

import json
from pathlib import Path

import polars as pl

from pipelines.analysis.run_statistics import Cohort, Statistics
from pipelines.report.disclosure.publish import statistics_in_profile
from pipelines.report.write_results import write_results
from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.table_files import ROOT, table_of, table_schema
from schemas import role
from tests.analysis.cohort_frame import LISTED_SETS, OS, PFS, times_of

EMPTY = {one: pl.DataFrame(schema=table_schema(one.layer, table_of(one)).TYPES) for one in role.OF_STATISTICS}
MRECIST = pl.DataFrame(
    [{"row_key": "mRECIST", "criterion": "mRECIST", "label": "mRECIST", "diameter": "viable", "order_no": 1, "is_evaluable": True}],
    schema=EMPTY[role.RESPONSE_CRITERIA].schema,
)
STEPS = [
    ("has_index_treatment", "had the index treatment", "no index treatment", 0),
    ("has_arm", "arm can be assigned", "arm cannot be assigned", 3),
]


def _rule(rule: str, name: str, level: str, layer: str, outcome: str, rows: int, findings: int) -> dict[str, object]:
    parts = {"rule": rule, "name": name, "level": level, "layer": layer, "table": "patients"}
    return parts | {"outcome": outcome, "rows": rows, "findings": findings}


RESULTS = {
    "run_id": "2024-12-31-0123456789ab",
    "as_of": "2024-12-31",
    "registry": "Synthetic hospital",
    "override_reason": "",
    "tables": {
        "drug_administrations": {"read": 12134, "accepted": 12134, "quarantined": 0, "duplicates": 0},
        "patients": {"read": 104, "accepted": 103, "quarantined": 1, "duplicates": 0},
    },
    "findings": {"PA-001": 2, "CV-001": 1},
    "rules": [
        _rule("PA-001", "age_is_usual", "flag", "cohort", "failed", 100, 2),
        _rule("PA-002", "x_is_usual", "flag", "cohort", "passed", 100, 0),
        _rule("CV-001", "sex_is_known", "reject", "staging", "error", 0, 1),
        _rule("MR-001", "sum_is_right", "stop", "cohort", "not applicable", 0, 0),
    ],
}


def cohort_of(patients: pl.DataFrame, **tables: pl.DataFrame) -> Cohort:
    """Return the cohort tables that the statistics read: those given by name, the others empty; a flow that ends with the patients."""
    rows, before = [], patients.height + sum(excluded for *_, excluded in STEPS)
    for place, (criterion, description, reason, excluded) in enumerate(STEPS, 1):
        row = {
            "row_key": criterion,
            "patient_id": None,
            "criterion": criterion,
            "description": description,
            "reason": reason,
            "step": place,
        }
        rows.append(row | {"before_count": before, "excluded_count": excluded, "remaining_count": before - excluded})
        before -= excluded
    flow = pl.DataFrame(rows, schema=EMPTY[role.COHORT_FLOW].schema, orient="row")
    endpoints = [
        {"row_key": f"{one.name}:{kind}:{place}", "endpoint": one.name, "label": one.label, "short": one.short, "kind": kind}
        | {"patient_date": "index" if kind == "start" else description, "description": description, "list_no": place, "study_no": number}
        for number, one in enumerate((OS, PFS), 1)
        for kind, descriptions in (("start", ["Treatment start"]), ("event", one.events), ("censoring", one.censorings))
        for place, description in enumerate(descriptions, 1)
    ]
    drawn_endpoints = {
        role.ENDPOINTS: pl.DataFrame(endpoints, schema=EMPTY[role.ENDPOINTS].schema, orient="row"),
        role.EVENT_TIMES: times_of(patients, OS, PFS),
    }
    given = {table_of(one): one for one in role.OF_STATISTICS}
    listed = {role.RESPONSE_SETS: LISTED_SETS, role.RESPONSE_CRITERIA: MRECIST}
    drawn = {role.ANALYSIS_SET: patients, role.COHORT_FLOW: flow, **listed, **drawn_endpoints}
    return {**EMPTY, **drawn} | {given[name]: table for name, table in tables.items()}


def settings_with(**parts: dict[str, object]):
    """Return the settings of the synthetic hospital with some changed: settings_with(report={"profile": "publish"})."""
    settings = load_settings(ROOT / "registry.toml")
    changed = {name: getattr(settings, name).model_copy(update=update) for name, update in parts.items()}
    return settings.model_copy(update=changed)


def statistics_of(patients: pl.DataFrame, settings=None, **tables: pl.DataFrame) -> Statistics:
    """Return the statistics of a cohort."""
    return statistics_in_profile(cohort_of(patients, **tables), settings or settings_with())


def written(patients: pl.DataFrame, folder: Path, settings=None, results=RESULTS, **tables: pl.DataFrame) -> dict[str, bytes]:
    """Write all results of a cohort into a new folder and return every file by its name."""
    settings = settings or settings_with()
    write_results(statistics_of(patients, settings, **tables), settings, results, folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def numbers_in(files: dict[str, bytes]) -> list[dict]:
    """Return the numbers of statistics.json."""
    return json.loads(files["statistics.json"])["numbers"]

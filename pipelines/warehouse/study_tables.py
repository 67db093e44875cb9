"""Makes the tables `reference.study_*` from the settings of the study, so that SQL reads what the study asks from rows."""

from collections.abc import Iterator

import duckdb
import polars as pl

from pipelines.settings.study import Study
from pipelines.settings.study_arms import Arm
from pipelines.warehouse.build_tables import put_frame
from pipelines.warehouse.criteria_in_force import criterion_rows
from pipelines.warehouse.eligibility_rows import eligibility_rows
from pipelines.warehouse.endpoint_rows import endpoint_rows
from pipelines.warehouse.index_treatments import index_treatment_rows, plan_rows, regimen_rows
from pipelines.warehouse.table_files import table_schema


def fill_study_tables(connection: duckdb.DuckDBPyConnection, study: Study) -> None:
    """Write the tables of the study, as far as the registry has them, in place of those of another one."""
    for name, rows in study_rows(study).items():
        if schema := table_schema("reference", name):
            put_frame(connection, f"reference.{name}", pl.DataFrame(rows, schema=schema.TYPES, orient="row"))


def study_rows(study: Study) -> dict[str, list]:
    """Return the rows of each table of the study, with their columns in the order of its schema, or by name."""
    return {
        "study_index_treatments": list(index_treatment_rows(study)),
        "study_regimens": list(regimen_rows(study)),
        "study_plans": list(plan_rows(study)),
        "study_arms": list(_arms(study)),
        "study_arm_conditions": [row for arm in study.arms for row in _conditions(arm)],
        "study_criteria": list(criterion_rows(study)),
        "study_endpoints": list(endpoint_rows(study)),
        "study_eligibility_criteria": list(eligibility_rows(study)),
    }


def _arms(study: Study) -> Iterator[tuple]:
    for place, arm in enumerate(study.arms, start=1):
        yield (
            arm.name,
            arm.label,
            arm.reason if not arm.in_study else None,
            arm.recorded_as or None,
            place,
            arm.name == study.reference_arm,
            arm.in_study,
        )


def _conditions(arm: Arm) -> Iterator[tuple]:
    for place, condition in enumerate(arm.conditions, start=1):
        yield arm.name, condition.name, condition.variable or None, list(condition.named), place, condition.evidence_days

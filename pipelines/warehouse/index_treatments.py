"""Makes the rows of the index treatments of a study and of the plans in force: what each is called, and the drugs that begin it."""

from collections.abc import Iterator

from pipelines.settings.plans import plans_of
from pipelines.settings.study import Study
from pipelines.warehouse.reference_files import listed_rows
from pipelines.warehouse.table_files import table_schema


def index_treatment_rows(study: Study) -> Iterator[tuple[str, str, str, list[str] | None, int]]:
    """Yield treatment, label, how its beginning is said, the drugs that begin it (None: any), and its place."""
    treatments = {row["treatment"]: row for row in listed_rows("treatments")}
    drug_names = {row["drug"]: row["label"] for row in listed_rows("drugs")}
    for place, treatment in enumerate(study.index_treatments, start=1):
        of_study = [row for row in plans_of(study) if row["regimen"] in study.regimens and row["treatment"] == treatment]
        drugs = list(dict.fromkeys(row["drug"] for row in of_study))
        where = " into the hepatic artery" if treatments[treatment]["into_hepatic_artery"] else ""
        named = " or ".join(drug_names[drug].lower() for drug in drugs) + where
        label = treatments[treatment]["label"]
        yield treatment, label, named if drugs else label, drugs or None, place


def regimen_rows(study: Study) -> Iterator[tuple[str, str, str, int]]:
    """Yield regimen, treatment, label and place of each regimen of the study."""
    listed = {row["regimen"]: row for row in plans_of(study)}
    for place, regimen in enumerate(study.regimens, start=1):
        yield regimen, listed[regimen]["treatment"], listed[regimen]["label"], place


def plan_rows(study: Study) -> Iterator[tuple]:
    """Yield each row of the plans in force, with its place among the regimens, in the order of the schema's columns."""
    plans, schema = plans_of(study), table_schema("reference", "study_plans")
    places = {regimen: place for place, regimen in enumerate(dict.fromkeys(row["regimen"] for row in plans), start=1)}
    for one in plans:
        own = {"regimen_no": places[one["regimen"]], "is_counted": one.is_counted, "is_in_force": one.is_in_force}
        cells = {**one.row, **own}
        yield tuple(cells[name] for name in (schema.TYPES if schema else ()))

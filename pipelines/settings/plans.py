"""The plans in force: what each regimen gives of each drug, by sql/reference/regimens.csv and the [[study.regimen]] of the settings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.settings.nearest import nearest
from pipelines.settings.study import Study
from pipelines.settings.study_regimens import RegimenRow
from pipelines.warehouse.reference_files import listed_rows
from pipelines.warehouse.table_files import table_schema

OF_THE_REGIMEN = (  # what all drugs of a regimen share
    "label",
    "treatment",
    "least_interval_days",
    "cycle_days",
    "most_interval_days",
    "late_after_days",
    "most_cycles",
    "has_daily_labs",
)
OF_A_DRUG = ("is_needed", "first_day", "days", "last_cycle_no", "dose", "dose_unit", "may_be_reduced")
NEEDED = ("label", "treatment", "dose", "dose_unit")  # of a regimen that the list does not have


@dataclass(frozen=True)
class PlannedDrug:
    """One row of a plan, by the columns of the list. `is_counted`: of the index treatment; `is_in_force`: of it or of one an arm names."""

    row: dict[str, Any]
    is_counted: bool
    is_in_force: bool

    def __getitem__(self, column: str) -> Any:
        """Return a cell of the row."""
        return self.row[column]


def plans_of(study: Study) -> list[PlannedDrug]:
    """Return every plan as it is in force, those that the study counts first, in its order; then as listed."""
    rows = _changed_rows(study)
    named = {name for arm in study.arms for condition in arm.conditions if not condition.variable for name in condition.named}
    order = [*study.regimens, *(row["regimen"] for row in rows)]
    rows.sort(key=lambda row: order.index(row["regimen"]))
    return [
        PlannedDrug(row, is_counted=counted, is_in_force=counted or (row["treatment"] in named - {*study.index_treatments}))
        for row in rows
        for counted in [row["treatment"] in study.index_treatments and row["regimen"] in (_counted_of(study, row["treatment"], rows))]
    ]


def _counted_of(study: Study, treatment: str, rows: list[dict]) -> set[str]:
    """Return the regimens of an index treatment that count: those named of it, else all."""
    of_treatment = {row["regimen"] for row in rows if row["treatment"] == treatment}
    return of_treatment & {*study.regimens} or of_treatment


def _changed_rows(study: Study) -> list[dict[str, Any]]:
    rows = [dict(row) for row in listed_rows("regimens")]
    for change in study.regimen:
        said = change.said
        meant = [row for row in rows if _is_meant(change, row)]
        for row in meant:
            row |= {name: value for name, value in said.items() if name not in OF_THE_REGIMEN}
        if not meant:
            rows.append(_own_row(change, rows))
        for row in rows:
            if row["regimen"] == change.regimen:
                row |= {name: value for name, value in said.items() if name in OF_THE_REGIMEN}
    return rows


def _is_meant(change: RegimenRow, row: dict[str, Any]) -> bool:
    if change.regimen != row["regimen"] or change.drug not in ("", row["drug"]):
        return False
    return not change.drug or change.from_weight_kg == row["from_weight_kg"]


def _own_row(change: RegimenRow, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a row that the list does not have; what the regimen's other rows say of all drugs holds for it, too."""
    shared = next((row for row in rows if row["regimen"] == change.regimen), {})
    return {
        **dict.fromkeys((*OF_THE_REGIMEN, *OF_A_DRUG)),
        "regimen": change.regimen,
        "drug": change.drug,
        "from_weight_kg": change.from_weight_kg,
        "is_needed": False,
        "first_day": 1,
        "may_be_reduced": True,
        "has_daily_labs": False,
        "citation": "the settings of the study",
        **{name: shared[name] for name in OF_THE_REGIMEN if name in shared},
        **change.said,
    }


def wrong_regimens(study: Study) -> Iterator[str]:
    """Yield a sentence for everything in [[study.regimen]] and study.regimens that makes no plan."""
    drugs, treatments = ([row[name] for row in listed_rows(f"{name}s")] for name in ("drug", "treatment"))
    listed = {row["regimen"] for row in listed_rows("regimens")}
    units = getattr(table_schema("reference", "regimens"), "CODES", {}).get("dose_unit", {})
    for change in study.regimen:
        where = f"study.regimen {change.regimen}"
        if change.drug and change.drug not in drugs:
            yield f"{where}: there is no drug {change.drug}{nearest(change.drug, drugs)}"
        elif change.dose_unit and change.dose_unit not in units:
            yield f"{where}: {change.dose_unit} is no unit of a dose; it may be {', '.join(units)}"
        elif change.treatment and change.treatment not in treatments:
            yield f"{where}: there is no treatment {change.treatment}{nearest(change.treatment, treatments)}"
        elif not change.drug and (named := [name for name in OF_A_DRUG if name in change.said]):
            yield f"{where}: {named[0]} is of a drug; name the drug"
        elif not change.drug and change.regimen not in listed:
            yield f"{where}: the list has no such regimen, and a new one needs its drugs{nearest(change.regimen, sorted(listed))}"
    rows = [] if any(not change.drug and change.regimen not in listed for change in study.regimen) else _changed_rows(study)
    for row in rows:
        if missing := [name for name in NEEDED if not row[name]]:
            yield f"study.regimen {row['regimen']} {row['drug']}: {' and '.join(missing)} must be said of a row that the list does not have"
        low, high = row["least_interval_days"], row["most_interval_days"]
        if low and high and low > high:
            yield f"study.regimen {row['regimen']}: least_interval_days = {low} lies above most_interval_days = {high}"
    yield from _wrong_choice(study, {row["regimen"]: row["treatment"] for row in rows}, rows)


def _wrong_choice(study: Study, treatments: dict[str, str], rows: list[dict[str, Any]]) -> Iterator[str]:
    for name in study.regimens:
        if name not in treatments:
            yield f"study.regimens: there is no regimen {name}{nearest(name, treatments)}"
        elif treatments[name] not in study.index_treatments:
            yield f"study.regimens: {name} is a regimen of {treatments[name]}, which is not the index treatment"
    drugs = {name: sorted({row["drug"] for row in rows if row["regimen"] == name}) for name in dict.fromkeys(study.regimens)}
    for place, name in enumerate(drugs):
        for other in list(drugs)[:place]:
            if drugs[name] and drugs[name] == drugs[other]:
                yield f"study.regimens: {other} and {name} have the same drugs, so that nobody could tell which one a patient was given"

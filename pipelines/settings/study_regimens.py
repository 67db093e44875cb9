"""What a study plans otherwise than the list of regimens: rows as in sql/reference/regimens.csv, of a listed regimen or one of its own."""

from typing import Annotated

from pydantic import AfterValidator, Field

from pipelines.settings.section import Section

Name = Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]*$")]


class RegimenRow(Section):
    """One row: what it does not name is as listed. Without a drug it speaks of the whole regimen: its intervals and number of cycles."""

    regimen: Name
    drug: str = ""
    from_weight_kg: float | None = Field(default=None, gt=0, strict=False)
    label: str | None = None
    treatment: str | None = None
    is_needed: bool | None = None
    first_day: int | None = Field(default=None, ge=1)
    days: int | None = Field(default=None, ge=1)
    last_cycle_no: int | None = Field(default=None, ge=1)
    dose: float | None = Field(default=None, gt=0, strict=False)
    dose_unit: str | None = None
    may_be_reduced: bool | None = None
    least_interval_days: int | None = Field(default=None, ge=1)
    cycle_days: int | None = Field(default=None, ge=1)
    most_interval_days: int | None = Field(default=None, ge=1)
    late_after_days: int | None = Field(default=None, ge=1)
    most_cycles: int | None = Field(default=None, ge=1)
    has_daily_labs: bool | None = None
    citation: str | None = None

    @property
    def said(self) -> dict:
        """Return what the row names besides the regimen, the drug and the weight that it speaks of."""
        said = self.model_dump(exclude={"regimen", "drug", "from_weight_kg"}, exclude_none=True)
        return {name: float(value) if name == "dose" else value for name, value in said.items()}


def _say_something(rows: list[RegimenRow]) -> list[RegimenRow]:
    spoken_of = [(row.regimen, row.drug, row.from_weight_kg) for row in rows]
    for row, key in zip(rows, spoken_of, strict=True):
        if not row.said:
            raise ValueError(f"{row.regimen} {row.drug}".strip() + " says nothing; name a dose, days or an interval")
        if spoken_of.count(key) > 1:
            raise ValueError(f"{row.regimen} {row.drug}".strip() + " has two rows; put them into one")
    return rows


class StudyRegimens(Section):
    """The regimens that a study plans otherwise than the list, or that the list does not have."""

    regimen: Annotated[list[RegimenRow], AfterValidator(_say_something)] = []

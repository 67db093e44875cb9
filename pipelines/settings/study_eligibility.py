"""Who is in a study: criteria of eligibility that the registry lists, on, off or with another value, and those of the study's own."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipelines.settings.section import Section

Operator = Literal["=", "!=", "<=", "<", ">=", ">", "between", "in", "not_in", "known"]
Value = bool | int | float | dt.date | str
Values = Value | list[Value]
OF_ONE, OF_TWO, OF_ANY, OF_NONE = ("=", "!=", "<=", "<", ">=", ">"), ("between",), ("in", "not_in"), ("known",)


def listed_values(values: Values | None) -> list[Value]:
    """Return what a fact is compared with as a list."""
    return [] if values is None else list(values) if isinstance(values, list) else [values]


class CriterionChange(Section):
    """How a study takes a criterion that the registry lists: off, which needs a reason, or with another value."""

    off: bool = False
    reason: str = ""
    value: Values | None = None

    @model_validator(mode="after")
    def _says_why(self) -> "CriterionChange":
        if self.off and not self.reason.strip():
            raise ValueError("is off; say why with reason")
        if self.off and self.value is not None:
            raise ValueError("is off and has a value; it can be one of the two")
        if not self.off and self.value is None:
            raise ValueError("changes nothing; it needs off = true with a reason, or a value")
        return self


class OwnCriterion(Section):
    """A criterion of the study's own: a fact of a patient, what it is compared with, and why whoever does not meet it is excluded."""

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    fact: str
    operator: Operator
    value: Values | None = None
    description: str = ""
    reason: Annotated[str, Field(min_length=1)]
    unknown: Literal["fails", "passes"] = "fails"
    before: str = ""  # its place: before or after another criterion; without either, the last one
    after: str = ""

    @model_validator(mode="after")
    def _has_values(self) -> "OwnCriterion":
        count = len(listed_values(self.value))
        if self.operator in OF_NONE and count:
            raise ValueError("known is compared with nothing; leave the value out")
        if self.operator in OF_ONE and count != 1:
            raise ValueError(f"{self.operator} needs one value")
        if self.operator in OF_TWO and count != 2:
            raise ValueError("between needs two values, the lower one first")
        if self.operator in OF_ANY and not count:
            raise ValueError(f"{self.operator} needs a list of values")
        if self.before and self.after:
            raise ValueError("names a place before and one after; one is enough")
        return self


class StudyEligibility(Section):
    """The criteria of the study, by their names in sql/reference/eligibility_criteria.csv, and those of its own."""

    eligibility: dict[str, CriterionChange] = {}
    eligibility_criterion: list[OwnCriterion] = []

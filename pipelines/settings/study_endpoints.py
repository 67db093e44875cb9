"""The endpoints of a study: which of those that the registry lists, which of its own, and up to when they are observed."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field

from pipelines.settings.section import Section

Dates = list[str]  # names of sql/reference/patient_dates.csv


def _are_causes_of_death(groups: list[str]) -> list[str]:
    if not groups:
        return groups
    from schemas.cohort_codes import codes_of  # which a registry without a cohort has not

    known = codes_of(None, "death_cause_group")
    if unknown := [group for group in groups if group not in known]:
        raise ValueError(f"there is no group of causes of death {' or '.join(unknown)}; there are {', '.join(map(str, known))}")
    return groups


class OwnEndpoint(Section):
    """An endpoint that the registry does not list: at which dates of a patient it starts, has its events, is censored and ends.

    Of equal dates the first event of the list counts, and of censorings the last.
    """

    name: Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]*$")]
    label: Annotated[str, Field(min_length=1)]
    short: str = ""
    start: str = "index"
    events: Annotated[Dates, Field(min_length=1)]
    censorings: Annotated[Dates, Field(min_length=1)]
    ends: Dates = []


class StudyEndpoints(Section):
    """The endpoints of the study, the primary one first; without any, those that the registry has by default."""

    endpoints: list[str] = []
    endpoint: list[OwnEndpoint] = []
    data_cutoff: dt.date | None = Field(default=None, strict=False)  # what happened later is not of the study
    liver_deaths: Annotated[list[str], AfterValidator(_are_causes_of_death)] = []  # none named: those of schemas/cohort_codes.py
    administrative_censoring_months: float | None = Field(default=None, gt=0)

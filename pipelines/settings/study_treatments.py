"""The treatment from whose first day a study counts time, the regimens of it that count, and the days between which it may begin."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field

from pipelines.settings.section import Section


def _is_in_order(window: tuple[dt.date, dt.date] | None) -> tuple[dt.date, dt.date] | None:
    if window and window[0] > window[1]:
        raise ValueError("ends before it begins")
    return window


class StudyTreatments(Section):
    """The index treatment of the study: one or several treatments of sql/reference/treatments.csv."""

    index_treatment: str | list[str] = []
    regimens: list[str] = []
    window: Annotated[tuple[dt.date, dt.date] | None, AfterValidator(_is_in_order)] = Field(default=None, strict=False)

    @property
    def index_treatments(self) -> tuple[str, ...]:
        """Return the treatments whose first day is the index date, in order."""
        return (self.index_treatment,) if isinstance(self.index_treatment, str) else tuple(self.index_treatment)

    @property
    def first_index_treatment(self) -> str:
        """Return the first of them, "" where the study names none."""
        return next(iter(self.index_treatments), "")

"""The endpoints of a study in the order in which it names them, the primary one first, and the times of its patients to each."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

INDEX = "index"


@dataclass(frozen=True)
class Endpoint:
    """One endpoint: its name in the times to events, its label and abbreviation in print, and what its time is counted from.

    `events` and `censorings` are the dates of a patient at which it has happened or is no longer observed, in words.
    """

    name: str
    label: str
    short: str
    starts_at: str = "the index date"
    events: tuple[str, ...] = ()
    censorings: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """How the columns of its times begin."""
        return self.name.lower()

    @property
    def columns(self) -> tuple[str, str, str]:
        """Return the columns of its times: days, months, and whether the event happened."""
        return f"{self.column}_days", f"{self.column}_months", f"{self.column}_event"

    @property
    def ended(self) -> str:
        """Return the column that says what each time ended with, in words."""
        return f"{self.column}_ended"


def endpoints_of(frame: pl.DataFrame) -> tuple[Endpoint, ...]:
    """Return the endpoints that the study names, the primary one first, from cohort.endpoints."""
    ordered = frame.filter(pl.col("study_no").is_not_null()).sort("study_no", "list_no")
    starts = ordered.filter(pl.col("kind") == "start").unique("endpoint", keep="first", maintain_order=True)

    def descriptions(endpoint: str, kind: str) -> tuple[str, ...]:
        return tuple(ordered.filter((pl.col("endpoint") == endpoint) & (pl.col("kind") == kind))["description"])

    return tuple(
        Endpoint(
            name,
            label,
            short,
            "the index date" if date == INDEX else description.lower(),
            descriptions(name, "event"),
            descriptions(name, "censoring"),
        )
        for name, label, short, date, description in starts.select("endpoint", "label", "short", "patient_date", "description").iter_rows()
    )


def with_times(patients: pl.DataFrame, times: pl.DataFrame, endpoints: Sequence[Endpoint]) -> pl.DataFrame:
    """Return the patients with days, months, event and what it was, by endpoint, from cohort.time_to_event; NULL without a time."""
    for endpoint in endpoints:
        told = ("days", "months", "is_event", "event_description")
        columns = dict(zip((*endpoint.columns, endpoint.ended), told, strict=True))
        own = times.filter(pl.col("parameter") == endpoint.name).select("patient_id", **columns)
        patients = patients.drop(columns, strict=False).join(own, on="patient_id", how="left", maintain_order="left")
    return patients

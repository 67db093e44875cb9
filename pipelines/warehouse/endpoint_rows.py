"""Makes the rows of the endpoints that a study asks for, from those that the registry lists and those of the study's own."""

from collections.abc import Iterator

from pipelines.settings.study_endpoints import OwnEndpoint, StudyEndpoints
from pipelines.warehouse.reference_files import listed_rows

Row = tuple[str, str, str, str, int, str, str | None, int | None]  # the columns of the table of the study's endpoints


def endpoint_rows(study: StudyEndpoints) -> Iterator[Row]:
    """Yield the rows of each endpoint that is asked for, and of those that stand in a table of people whether asked for or not."""
    listed = listed_rows("endpoints")
    asked = study.endpoints or list(dict.fromkeys(row["endpoint"] for row in listed if row["by_default"]))
    places = {name: place for place, name in enumerate(asked, start=1)}
    for row in listed:
        if row["is_wide"] or row["endpoint"] in places:
            columns = ("endpoint", "label", "short", "kind", "list_no", "patient_date", "when")
            yield (*(row[column] for column in columns), places.get(row["endpoint"]))
    for own in study.endpoint:
        if own.name in places:
            yield from _rows_of(own, places[own.name])


def _rows_of(own: OwnEndpoint, place: int) -> Iterator[Row]:
    for kind, dates in (("start", [own.start]), ("event", own.events), ("censoring", own.censorings), ("end", own.ends)):
        for list_no, date in enumerate(dates, start=1):
            yield own.name, own.label, own.short or own.name, kind, list_no, date, None, place

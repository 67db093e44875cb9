"""Says which endpoints and dates of a study no list of the registry has, each with the nearest that one does."""

from collections.abc import Iterator

from pipelines.settings.nearest import nearest
from pipelines.settings.study_endpoints import StudyEndpoints
from pipelines.warehouse.reference_files import listed_rows


def wrong_names_of_endpoints(study: StudyEndpoints) -> Iterator[str]:
    """Yield a sentence for each endpoint or date that the study names and nobody defines, and for each that is said twice."""
    listed = {row["endpoint"] for row in listed_rows("endpoints")}
    own = [one.name for one in study.endpoint]
    known = sorted({*listed, *own})
    for name in study.endpoints:
        if name not in known:
            yield f"study.endpoints: there is no endpoint {name}{nearest(name, known)}"
    for name in sorted({name for name in study.endpoints if study.endpoints.count(name) > 1}):
        yield f"study.endpoints: {name} is named twice"
    for name in sorted({name for name in own if own.count(name) > 1 or name in listed}):
        yield f"study.endpoint {name}: there is another endpoint of this name; give this one a name of its own"
    dates = {row["patient_date"]: row["may_precede_index"] for row in listed_rows("patient_dates")}
    for one in study.endpoint:
        # Whoever is in the cohort has lived until the index date, so that a time counted from a day before it is too long unless patients
        # enter the risk set at the index date (delayed entry), which only one of the further Cox models does.
        if dates.get(one.start):
            yield (
                f"study.endpoint {one.name}: start names {one.start}, which may lie before the index date, until when every patient of the "
                'cohort is known to live; the time would be too long without delayed entry, so let it start at "index"'
            )
        for key, names in (("start", [one.start]), ("events", one.events), ("censorings", one.censorings), ("ends", one.ends)):
            for name in names:
                if name not in dates:
                    yield f"study.endpoint {one.name}: {key} names {name}, which is no date of a patient{nearest(name, dates)}"

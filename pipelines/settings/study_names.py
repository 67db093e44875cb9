"""Says which names of a study no list of the registry has, each with the nearest that one does."""

from collections.abc import Iterator

from pipelines.settings.nearest import nearest
from pipelines.settings.study import Study
from pipelines.warehouse.reference_files import listed_rows


def wrong_names_of_study(study: Study) -> Iterator[str]:
    """Yield a sentence for each treatment or regimen that the study names and no list has."""
    treatments = [row["treatment"] for row in listed_rows("treatments")]
    regimens = {row["regimen"]: row["treatment"] for row in listed_rows("regimens")}
    for name in study.index_treatments:
        if name not in treatments:
            yield f"study.index_treatment: there is no treatment {name}{nearest(name, treatments)}"
    for name in study.regimens:
        if name not in regimens:
            yield f"study.regimens: there is no regimen {name}{nearest(name, regimens)}"
        elif regimens[name] not in study.index_treatments:
            yield f"study.regimens: {name} is a regimen of {regimens[name]}, which is not the index treatment"
    for arm in study.arms:
        for condition in arm.conditions:
            for name in condition.named if not condition.variable else ():
                if name not in treatments:
                    yield f"study.arms {arm.name}: {condition.name} names {name}, which is no treatment{nearest(name, treatments)}"

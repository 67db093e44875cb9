"""Says which response criteria of a study no list of the registry has, each with the nearest that one does."""

from collections.abc import Iterator

from pipelines.settings.nearest import nearest
from pipelines.settings.study_criteria import StudyCriteria
from pipelines.warehouse.criteria_in_force import criteria_in_force, known_criteria, lacking_limits
from pipelines.warehouse.reference_files import listed_rows


def wrong_names_of_criteria(study: StudyCriteria) -> Iterator[str]:
    """Yield a sentence for each criterion that the study names and nobody defines, and for each that is said twice or not wholly."""
    listed = {row["criterion"] for row in listed_rows("response_criteria")}
    known = known_criteria(study)
    own = [each.name for each in study.response_criterion]
    said = {"criterion": [study.criterion], "criteria": study.criteria, "recorded_criterion": [study.recorded_criterion]}
    unknown = [(key, name) for key, names in said.items() for name in names if name and name not in {*known, *own}]
    for key, name in unknown:
        yield f"study.{key}: there is no criterion {name}{nearest(name, known)}"
    for name in sorted({name for name in study.criteria if study.criteria.count(name) > 1}):
        yield f"study.criteria: {name} is named twice"
    for name in sorted({name for name in own if own.count(name) > 1 or name in listed}):
        yield f"study.response_criterion {name}: there is another criterion of this name; give this one a name of its own"
    for each in study.response_criterion:
        if each.like and each.like not in known:
            yield f"study.response_criterion {each.name}: like names {each.like}, which is no criterion{nearest(each.like, known)}"
        elif lacking := lacking_limits(each, known):
            yield f"study.response_criterion {each.name}: {', '.join(lacking)} not said; say them, or name with like whose they are"
    if unknown:
        return
    in_force = [each.criterion for each in criteria_in_force(study)]
    for key, name in (("criterion", study.criterion), ("recorded_criterion", study.recorded_criterion)):
        if name and name not in (study.criteria or in_force):
            yield f"study.{key}: {name} is not among study.criteria; add it there"

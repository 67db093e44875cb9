"""Makes the response criteria by which a study looks at responses, from those that the registry lists and those of the study's own."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import TypeVar

from pipelines.settings.study_criteria import OwnCriterion, StudyCriteria
from pipelines.warehouse.reference_files import listed_rows

Study = TypeVar("Study", bound=StudyCriteria)


@dataclass(frozen=True)
class Criterion:
    """A response criterion with the limits in force: percentages of a sum of diameters, sizes in mm."""

    criterion: str
    label: str
    diameter: str
    pr_decrease_pct: float
    pd_increase_pct: float
    pd_min_abs_mm: float
    least_target_mm: float
    least_node_mm: float
    least_porta_node_mm: float
    normal_node_mm: float
    too_small_mm: float
    new_nodule_mm: float
    new_nodule_growth_mm: float
    late_target_growth_mm: float
    new_effusion: str
    work: str = ""  # that the methods text cites
    like: str = ""  # of a study's own criterion: the one whose limits it has where it says nothing

    @property
    def growth_in_words(self) -> str:
        """From which growth over the smallest sum on it is progression."""
        absolute = f" and at least {self.pd_min_abs_mm:g} mm" if self.pd_min_abs_mm else ""
        return f"at least {self.pd_increase_pct:g} %{absolute}"

    @property
    def limits_in_words(self) -> str:
        """From which change of the sum on a response is partial, and from which it is progression."""
        absolute = f" and {self.pd_min_abs_mm:g} mm" if self.pd_min_abs_mm else ""
        return (
            f"partial response from -{self.pr_decrease_pct:g} % of the baseline, "
            f"progression from +{self.pd_increase_pct:g} %{absolute} over the smallest sum"
        )


LIMITS = tuple(field.name for field in fields(Criterion) if field.name not in ("criterion", "label", "work", "like"))


def known_criteria(study: StudyCriteria) -> dict[str, Criterion]:
    """Return every criterion by name: those listed, then those of the study, each of which may be like one before it."""
    names = ("criterion", "label", "work", *LIMITS)
    known = {row["criterion"]: Criterion(**{name: row[name] for name in names}) for row in listed_rows("response_criteria")}
    for own in study.response_criterion:
        if not lacking_limits(own, known):
            like = known.get(own.like)
            limits = {limit: getattr(like, limit) for limit in LIMITS} if like else {}
            known[own.name] = Criterion(
                own.name, own.label or own.name, **limits | own.limits, work=like.work if like else "", like=like.label if like else ""
            )
    return known


def lacking_limits(own: OwnCriterion, known: dict[str, Criterion]) -> list[str]:
    """Return the limits that a criterion neither says nor takes over from one that is known."""
    return [] if own.like in known else [limit for limit in LIMITS if limit not in own.limits]


def criteria_in_force(study: StudyCriteria) -> tuple[Criterion, ...]:
    """Return the criteria of the study, the primary one first; of a study that names none, the first that is listed."""
    known = known_criteria(study)
    primary = study.criterion or next(iter((*study.criteria, *known)), "")
    return tuple(known[name] for name in dict.fromkeys((primary, *study.criteria)) if name in known)


def recorded_criterion(study: StudyCriteria) -> str:
    """Return the criterion by which the site records responses."""
    return study.recorded_criterion or next((each.criterion for each in criteria_in_force(study)), "")


def with_limits(study: Study, name: str, **limits: float) -> Study:
    """Return the study with other limits of one of its criteria."""
    said = {each.name: each for each in study.response_criterion}
    own = said.get(name, OwnCriterion(name=name, like=name, label=known_criteria(study)[name].label))
    return study.model_copy(update={"response_criterion": list((said | {name: own.model_copy(update=limits)}).values())})


def criterion_rows(study: StudyCriteria) -> Iterator[dict[str, object]]:
    """Yield a row for each criterion of the study, by the columns of the table of the study's criteria."""
    recorded = recorded_criterion(study)
    for place, each in enumerate(criteria_in_force(study), start=1):
        is_recorded = each.criterion == recorded
        yield {name: value for name, value in asdict(each).items() if name not in ("work", "like")} | {
            "limits_in_words": each.limits_in_words,
            "key_ending": "" if is_recorded else f":{each.criterion}",
            "order_no": place,
            "is_primary_criterion": place == 1,
            "is_recorded_criterion": is_recorded,
        }

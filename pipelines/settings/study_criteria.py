"""The response criteria of a study: by which it counts responses, which stand beside it, and those with limits of its own."""

from typing import Annotated, Any, Literal

from pydantic import Field

from pipelines.settings.section import Section

Percent = Annotated[float, Field(gt=0)]
Millimetres = Annotated[float, Field(ge=0)]


class OwnCriterion(Section):
    """A criterion with limits that the registry does not list; what it does not say is as in the criterion that it is `like`."""

    name: Annotated[str, Field(min_length=1)]
    label: str = ""
    like: str = ""
    diameter: Literal["viable", "total"] | None = None
    pr_decrease_pct: Annotated[float, Field(gt=0, lt=100)] | None = None
    pd_increase_pct: Percent | None = None
    pd_min_abs_mm: Millimetres | None = None
    least_target_mm: Millimetres | None = None
    least_node_mm: Millimetres | None = None
    least_porta_node_mm: Millimetres | None = None
    normal_node_mm: Millimetres | None = None
    too_small_mm: Millimetres | None = None
    new_nodule_mm: Millimetres | None = None
    new_nodule_growth_mm: Millimetres | None = None
    late_target_growth_mm: Millimetres | None = None
    new_effusion: Literal["cytology", "recorded"] | None = None

    @property
    def limits(self) -> dict[str, Any]:
        """Return what it says of its limits, and of the diameter that it sums."""
        return self.model_dump(exclude={"name", "label", "like"}, exclude_none=True)


class StudyCriteria(Section):
    """The response criteria, by the names of sql/reference/response_criteria.csv; without any, the first that is listed."""

    criterion: str = ""  # the primary one, by which endpoints see progression
    criteria: list[str] = []  # those whose responses are printed side by side
    recorded_criterion: str = ""  # the one by which the site records responses: the primary one, unless it says so
    response_criterion: list[OwnCriterion] = []

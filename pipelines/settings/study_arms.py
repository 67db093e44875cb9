"""The arms of a study, in the order in which they are printed: what each is called, and with which one the others are compared."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from pipelines.settings.section import Section

ALL = "all"  # the patients of every arm together, in results and tables


def _is_filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is blank")
    return text


@dataclass(frozen=True)
class Condition:
    """A condition of entry into an arm: the treatments that it names, or the levels of a variable at baseline."""

    name: Literal["none_before", "any_before", "last_before", "progression_on", "level"]
    named: tuple[str, ...]
    variable: str = ""
    evidence_days: int | None = None


class Arm(Section):
    """One arm. Those with `in_study = false` hold patients out of the comparison, and say why."""

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    label: Annotated[str, AfterValidator(_is_filled)]
    reference: bool = False
    in_study: bool = True
    reason: str = ""
    recorded_as: str = ""  # the group under which a study sheet has these patients
    none_before: list[str] = []  # what follows are conditions of entry, all of which must hold; here treatments none of which came before
    any_before: list[str] = []
    last_before: str = ""  # the last treatment of its kind: of systemic ones, that of the last day
    progression_on: str = ""  # a progression under this treatment …
    evidence_days: int | None = Field(default=None, ge=0)  # … at most so many days before the index date
    variable: str = ""  # of arms by what a patient is at baseline: the variable, and the level or levels of this arm
    level: str | list[str] = []

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Return the conditions of entry; an arm without any takes whoever is in none before it."""
        levels = (self.level,) if isinstance(self.level, str) else tuple(self.level)
        said = (
            Condition("none_before", tuple(self.none_before)),
            Condition("any_before", tuple(self.any_before)),
            Condition("last_before", (self.last_before,) if self.last_before else ()),
            Condition("progression_on", (self.progression_on,) if self.progression_on else (), evidence_days=self.evidence_days),
            Condition("level", levels, variable=self.variable),
        )
        return tuple(condition for condition in said if condition.named)


def _are_arms(arms: list[Arm]) -> list[Arm]:
    names = [arm.name for arm in arms]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"there are two arms {twice}")
    if ALL in names:
        raise ValueError(f"{ALL} stands for the patients of every arm; give the arm another name")
    if not any(arm.in_study for arm in arms):
        raise ValueError("no arm is in the study")
    references = [arm for arm in arms if arm.reference]
    if len(references) > 1:
        raise ValueError(f"{' and '.join(arm.name for arm in references)} are both the reference; one can be")
    for arm in arms:
        if bool(arm.variable) != bool(arm.level):
            raise ValueError(f"{arm.name} needs both, a variable and its level, or neither")
        if arm.evidence_days is not None and not arm.progression_on:
            raise ValueError(f"{arm.name} says evidence_days and no progression_on")
        if arm.reference and not arm.in_study:
            raise ValueError(f"the reference {arm.name} is not in the study")
        if not arm.in_study and not arm.reason.strip():
            raise ValueError(f"{arm.name} is not in the study; say why with reason")
    return arms


class StudyArms(Section):
    """The arms of the study; without any, everybody with the index treatment is in one."""

    arms: Annotated[list[Arm], Field(min_length=1), AfterValidator(_are_arms)] = [Arm(name="everybody", label="All patients")]

    @property
    def compared_arms(self) -> dict[str, str]:
        """Return the arms that are compared and their labels, in order."""
        return {arm.name: arm.label for arm in self.arms if arm.in_study}

    @property
    def reference_arm(self) -> str:
        """Return the arm with which the others are compared: the one that says so, else the first."""
        compared = [arm for arm in self.arms if arm.in_study]
        return next((arm for arm in compared if arm.reference), compared[0]).name

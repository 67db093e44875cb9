"""The arms as a factor: the column `arm` of the analysis set holds them in the order of the study, as R's factor has its levels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from pipelines.settings.study_arms import ALL, StudyArms


@dataclass(frozen=True)
class ComparedArms:
    """The arms that are compared: their labels in order, the one that the others are compared with (none: the first that has patients),
    and the variables of which they are made, which say nothing beside them."""

    labels: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    variables: frozenset[str] = frozenset()

    def title(self, arm: str) -> str:
        """Return the name of an arm as it is printed; of one that the study does not name, its name in words."""
        return "All" if arm == ALL else self.labels.get(arm, arm.replace("_", " "))


def compared_arms(study: StudyArms) -> ComparedArms:
    """Return the arms of a study."""
    made_of = frozenset(arm.variable for arm in study.arms if arm.variable)
    return ComparedArms(study.compared_arms, study.reference_arm, made_of)


def with_arms(patients: pl.DataFrame, arms: ComparedArms) -> pl.DataFrame:
    """Return the patients with `arm` as a factor in the order of the study; an arm that it does not name comes last."""
    others = sorted(set(patients["arm"].drop_nulls().cast(pl.String)) - set(arms.labels))
    return patients.with_columns(pl.col("arm").cast(pl.String).cast(pl.Enum([*arms.labels, *others])))


def arms_of(patients: pl.DataFrame) -> tuple[str, ...]:
    """Return the arms that have patients, in the order of the factor; of plain text in the order of the names."""
    present = set(patients["arm"].drop_nulls().cast(pl.String))
    kind = patients.schema["arm"]
    order = kind.categories if isinstance(kind, pl.Enum) else sorted(present)
    return tuple(arm for arm in order if arm in present)


def pairs_of(patients: pl.DataFrame, arms: ComparedArms) -> tuple[pl.DataFrame, ...]:
    """Return the patients of the reference with those of each other arm, in order: what compares two arms is done for each pair."""
    reference = reference_of(patients, arms)
    return tuple(patients.filter(pl.col("arm").is_in([reference, arm])) for arm in arms_of(patients) if arm != reference)


def reference_of(patients: pl.DataFrame, arms: ComparedArms) -> str:
    """Return the arm that the others are compared with: that of the study if it has patients, else the first that has."""
    present = arms_of(patients)
    return arms.reference if arms.reference in present else present[0] if present else ""

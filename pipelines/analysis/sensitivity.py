"""The main results again under each changed choice, and the bounds that quarantined rows leave; none replaces the primary analysis."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.covariates import arm_covariate, with_covariates
from pipelines.analysis.cox import Term, fit_cox
from pipelines.analysis.group_tests import CountTest
from pipelines.analysis.kaplan_meier import ConfidenceType
from pipelines.analysis.proportions import Proportion, proportion_with_interval
from pipelines.analysis.response_sets import ResponseSet
from pipelines.analysis.response_table import ResponseTable, fit_response_table
from pipelines.analysis.survival_by_arm import SurvivalByArm, fit_survival_by_arm

COMPARED = ("arm", "best_response", "os_days", "os_event", "pfs_days", "pfs_event")


@dataclass(frozen=True)
class Variant:
    """The cohort's patients as they are with one setting changed: its name and new value, and what that means in words."""

    name: str
    value: object
    label: str
    patients: pl.DataFrame


@dataclass(frozen=True)
class SensitivityRun:
    """Response and PFS under one choice; `changed` are the patients of either cohort whose arm, best response, OS or PFS is not as in the
    primary analysis. `arm_terms` are the hazard ratios of the other arms, with no other covariate."""

    name: str
    label: str
    patients: int
    changed: int
    response: ResponseTable
    survival: SurvivalByArm
    arm_terms: tuple[Term, ...]


@dataclass(frozen=True)
class Bound:
    """What the whole cohort would come to if every patient with a quarantined row had done well, or badly."""

    name: str
    label: str
    rates: tuple[tuple[str, str, Proportion], ...]  # name and label of each set of responses, and its share
    deaths: Proportion


@dataclass(frozen=True)
class Bounds:
    """Best and worst case; `inside` are patients of the cohort, `waiting` those outside it until a row is corrected."""

    inside: int
    waiting: int
    cases: tuple[Bound, ...]


@dataclass(frozen=True)
class Choices:
    """What is the same in every run: the arms, how intervals and tests are made, and the sets of responses of which rates are given."""

    arms: ComparedArms
    confidence_type: ConfidenceType = "log"
    counts_test: CountTest = "chi_square"
    sets: tuple[ResponseSet, ...] = ()


def fit_sensitivity_runs(
    primary: pl.DataFrame, variants: Sequence[tuple[str, str, pl.DataFrame]], choices: Choices
) -> tuple[SensitivityRun, ...]:
    """Return the primary analysis first, then one run for each variant: (name, label, cohort.patients under it)."""
    runs = [("primary", "Primary analysis", primary), *variants]
    return tuple(_run(run, primary, choices) for run in runs)


def _run(run: tuple[str, str, pl.DataFrame], primary: pl.DataFrame, choices: Choices) -> SensitivityRun:
    name, label, patients = run
    arm = arm_covariate(patients, choices.arms)
    fit = fit_cox(with_covariates(patients, [arm]), "pfs", [arm], None) if arm else None
    return SensitivityRun(
        name=name,
        label=label,
        patients=patients.height,
        changed=count_changed(primary, patients),
        response=fit_response_table(patients, counts_test=choices.counts_test, sets=choices.sets),
        survival=fit_survival_by_arm(patients, "pfs", confidence_type=choices.confidence_type),
        arm_terms=fit.terms if fit else (),
    )


def count_changed(primary: pl.DataFrame, patients: pl.DataFrame) -> int:
    """Count the patients who are in one cohort only, or whose arm, best response, OS or PFS differ."""
    columns = ("patient_id", *COMPARED)
    before, after = primary.select(columns), patients.select(columns)
    same = before.join(after, on=columns, how="semi", nulls_equal=True).height
    return len(set(before["patient_id"]) | set(after["patient_id"])) - same


def fit_bounds(patients: pl.DataFrame, quarantined: pl.DataFrame, sets: Sequence[ResponseSet] = ()) -> Bounds:
    """Return the bounds of the whole cohort by cohort.quarantined_patients.

    Best case: all patients with a quarantined row count in every rate, and those waiting are alive at their last contact. Worst case: none
    of them counts in any, and those waiting have died. Deaths of patients in the cohort are those
    recorded in either case.
    """
    affected = set(quarantined.filter("is_in_cohort")["patient_id"]) & set(patients["patient_id"])
    waiting = quarantined.filter(~pl.col("is_in_cohort")).height
    others = patients.filter(~pl.col("patient_id").is_in(list(affected)))

    def counted(frame: pl.DataFrame, added: int = 0) -> dict[str, int]:
        return {each.name: int(frame["best_response"].is_in(list(each.responses)).sum()) + added for each in sets}

    def case(name: str, label: str, counts: dict[str, int], deaths: int, total: int) -> Bound:
        rates = tuple((each.name, each.label, proportion_with_interval(counts[each.name], total)) for each in sets)
        return Bound(name, label, rates, proportion_with_interval(deaths, total))

    died, total = int(patients["os_event"].sum()), patients.height
    together = total + waiting
    return Bounds(
        inside=len(affected),
        waiting=waiting,
        cases=(
            case("primary", "Primary analysis", counted(patients), died, total),
            case("worst", "Worst case", counted(others), died + waiting, together),
            case("best", "Best case", counted(others, len(affected) + waiting), died, together),
        ),
    )

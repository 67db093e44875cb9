"""The main results again under each changed choice, and the bounds that quarantined rows leave; none replaces the primary analysis."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.covariates import arm_covariate, with_covariates
from pipelines.analysis.cox import Term, fit_cox
from pipelines.analysis.endpoints import Endpoint
from pipelines.analysis.group_tests import CountTest
from pipelines.analysis.kaplan_meier import ConfidenceType
from pipelines.analysis.proportions import Proportion, proportion_with_interval
from pipelines.analysis.response_sets import ResponseSet
from pipelines.analysis.response_table import ResponseTable, fit_response_table
from pipelines.analysis.survival_by_arm import SurvivalByArm, fit_survival_by_arm


@dataclass(frozen=True)
class Variant:
    """The cohort's patients, and their times to events, as they are with one setting changed: its name and new value, and what that
    means in words."""

    name: str
    value: object
    label: str
    patients: pl.DataFrame
    times: pl.DataFrame


@dataclass(frozen=True)
class EndpointRun:
    """One endpoint under one choice; `changed` are the patients whose time or event is not as in the primary analysis. `arm_terms` are the
    hazard ratios of the other arms, with no other covariate."""

    changed: int
    survival: SurvivalByArm
    arm_terms: tuple[Term, ...]


@dataclass(frozen=True)
class SensitivityRun:
    """Response and survival under one choice; `changed` are the patients of either cohort whose arm, best response, or time or event of an
    endpoint is not as in the primary analysis."""

    name: str
    label: str
    patients: int
    changed: int
    response: ResponseTable
    endpoints: tuple[EndpointRun, ...]


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
    """What is the same in every run: the arms, how intervals and tests are made, the sets of responses of which rates are given, and the
    endpoints."""

    arms: ComparedArms
    confidence_type: ConfidenceType = "log"
    counts_test: CountTest = "chi_square"
    sets: tuple[ResponseSet, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()


def fit_sensitivity_runs(
    primary: pl.DataFrame, variants: Sequence[tuple[str, str, pl.DataFrame]], choices: Choices
) -> tuple[SensitivityRun, ...]:
    """Return the primary analysis first, then one run for each variant: (name, label, the analysis set with its times under it)."""
    runs = [("primary", "Primary analysis", primary), *variants]
    return tuple(_run(run, primary, choices) for run in runs)


def _run(run: tuple[str, str, pl.DataFrame], primary: pl.DataFrame, choices: Choices) -> SensitivityRun:
    name, label, patients = run
    columns = [column for one in choices.endpoints for column in _days_and_event(one)]
    return SensitivityRun(
        name=name,
        label=label,
        patients=patients.height,
        changed=count_changed(primary, patients, ("arm", "best_response", *columns)),
        response=fit_response_table(patients, counts_test=choices.counts_test, sets=choices.sets),
        endpoints=tuple(_endpoint(one, patients, primary, choices) for one in choices.endpoints),
    )


def _endpoint(endpoint: Endpoint, patients: pl.DataFrame, primary: pl.DataFrame, choices: Choices) -> EndpointRun:
    arm = arm_covariate(patients, choices.arms)
    fit = fit_cox(with_covariates(patients, [arm]), endpoint.column, [arm], None) if arm else None
    return EndpointRun(
        changed=count_changed(primary, patients, ("arm", *_days_and_event(endpoint))),
        survival=fit_survival_by_arm(patients, endpoint, confidence_type=choices.confidence_type),
        arm_terms=fit.terms if fit else (),
    )


def _days_and_event(endpoint: Endpoint) -> tuple[str, str]:
    days, _, event = endpoint.columns
    return days, event


def count_changed(primary: pl.DataFrame, patients: pl.DataFrame, columns: Sequence[str]) -> int:
    """Count the patients who are in one cohort only, or who differ in one of the columns."""
    compared = ("patient_id", *columns)
    before, after = primary.select(compared), patients.select(compared)
    same = before.join(after, on=compared, how="semi", nulls_equal=True).height
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

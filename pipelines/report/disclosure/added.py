"""What the publish profile shows of what stands beside the tables of response and survival: what the shown counts and curves give."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipelines.analysis.further_survival import FurtherSurvival, fit_further_survival
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.analysis.rate_differences import compare_rates
from pipelines.analysis.response_criteria import ResponseCriterion
from pipelines.analysis.response_table import ResponseTable
from pipelines.analysis.run_statistics import Statistics
from pipelines.analysis.survival_by_arm import SurvivalByArm
from pipelines.analysis.undated_reads import UndatedReads
from pipelines.report.in_print import SUPPRESSED


def suppress_added(statistics: Statistics, response: ResponseTable, survivals: Sequence[SurvivalByArm]) -> dict[str, Any]:
    """Return those fields of the statistics anew, from the tables and curves as they are published."""
    compared = statistics.response_differences  # none where the settings do not ask for them
    return {
        "criterion": without_counts(statistics.criterion) if statistics.criterion else None,
        "undated": statistics.undated and UndatedReads(SUPPRESSED, SUPPRESSED, SUPPRESSED, ()),
        "imputed_deaths": SUPPRESSED if statistics.imputed_deaths else 0,
        "response_differences": compare_rates(response, compared[0].reference) if compared else (),
        "further": tuple(_further(one, survival) for one, survival in zip(statistics.further, survivals, strict=False)),
    }


def without_counts(criterion: ResponseCriterion) -> ResponseCriterion:
    """Return a criterion that says of responses which no arithmetic verifies that there are some, and not how many."""
    return replace(criterion, recorded_reads=SUPPRESSED, unverifiable_reads=SUPPRESSED) if criterion.unverifiable_reads else criterion


def _further(one: FurtherSurvival, shown: SurvivalByArm) -> FurtherSurvival:
    """Return quantiles that can be read off the published curves, and restricted means up to their end."""
    end = max((group.curve.times[-1] for group in shown.groups if group.curve.times), default=0.0)
    until = min(one.means.until, end) if one.means and end else None
    again = fit_further_survival(shown, (), one.reference, until)
    quantiles = tuple((share, tuple(_within(estimate, end) for estimate in estimates)) for share, estimates in one.quantiles)
    return replace(again, quantiles=quantiles, means=replace(again.means, note="") if again.means and until else None)


def _within(estimate: Estimate, end: float) -> Estimate:
    return Estimate(
        *(value if value is None or value <= end else SUPPRESSED for value in (estimate.estimate, estimate.lower, estimate.upper))
    )

"""What stands beside the medians of an endpoint: other quantiles, and restricted means with their differences."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.analysis.kaplan_meier import Estimate, quantile_of
from pipelines.analysis.restricted_mean import RestrictedMeans, compare_restricted_means
from pipelines.analysis.survival_by_arm import SurvivalByArm


@dataclass(frozen=True)
class FurtherSurvival:
    """One endpoint: of each share of patients the time by which it had the event, per group; and the restricted means of the arms."""

    endpoint: str
    title: str
    short: str
    patients: tuple[int, ...]  # of the groups
    groups: tuple[str, ...]
    quantiles: tuple[tuple[float, tuple[Estimate, ...]], ...]
    means: RestrictedMeans | None
    reference: str

    def mean_of(self, group: str) -> Estimate:
        """Return the restricted mean of a group; nothing where it has none."""
        return dict(self.means.means).get(group, Estimate(None, None, None)) if self.means else Estimate(None, None, None)


def fit_further_survival(survival: SurvivalByArm, shares: Sequence[float], reference: str, until: float | None = None) -> FurtherSurvival:
    """Return what stands beside the medians; `until` is the month of the restricted means, None the last that all arms observe."""
    curves = {group.name: group.curve for group in survival.groups}
    return FurtherSurvival(
        endpoint=survival.endpoint,
        title=survival.title,
        short=survival.short,
        patients=tuple(group.curve.patients for group in survival.groups),
        groups=tuple(group.name for group in survival.groups),
        quantiles=tuple((share, tuple(quantile_of(group.curve, share) for group in survival.groups)) for share in sorted(shares)),
        means=compare_restricted_means(curves, reference, until),
        reference=reference,
    )

"""Curves that are of no endpoint's primary table, drawn as those are: of responses, from a landmark on, of weighted patients."""

from collections.abc import Sequence

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.kaplan_meier import Curve, Estimate
from pipelines.analysis.log_rank import LogRank
from pipelines.analysis.survival_by_arm import FollowUp, Group, SurvivalByArm
from pipelines.report.document import Figure
from pipelines.report.survival_figures import draw_survival, survival_in_words
from pipelines.settings.study_arms import ALL

NOBODY = Estimate(None, None, None)
NOT_MADE = LogRank((), (), (), None, 0, None)


def curves_of(title: str, starts_at: str, groups: Sequence[tuple[str, Curve, Estimate]], test: LogRank = NOT_MADE) -> SurvivalByArm:
    """Return curves as the figures of survival take them: the groups and, last, the one that tells where the axis ends."""
    drawn = [Group(name, curve, median, (), ()) for name, curve, median in groups]
    if drawn[-1].name != ALL:
        longest = max(drawn, key=lambda group: group.curve.times[-1:] or (0.0,))
        drawn.append(Group(ALL, longest.curve, NOBODY, (), ()))
    return SurvivalByArm("", title, title, tuple(drawn), test, test, FollowUp(None, NOBODY), 0, starts_at)


def figure_of(name: str, title: str, survival: SurvivalByArm, arms: ComparedArms, months: Sequence[float]) -> Figure:
    """Return the figure of curves, without notes; `arms` name their groups, `months` are those of the numbers at risk."""
    return Figure(
        name=name,
        number="Figure S",
        title=title,
        alt=survival_in_words(survival, arms),
        draw=lambda: draw_survival(survival, arms, tuple(months)),
        role="sensitivity",
    )

"""Curves of what responses come to: how long they last, and survival from a landmark on by whether there was one by then."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.kaplan_meier import Curve, Estimate
from pipelines.analysis.landmark import OTHER, RESPONDER, Landmark
from pipelines.analysis.log_rank import LogRank
from pipelines.analysis.response_duration import Duration
from pipelines.analysis.survival_by_arm import FollowUp, Group, SurvivalByArm
from pipelines.report.document import Figure
from pipelines.report.response_tables import file_name
from pipelines.report.survival_figures import draw_survival, survival_in_words
from pipelines.settings.study_arms import ALL

BY_RESPONSE = ComparedArms({OTHER: "Non-responders", RESPONDER: "Responders"})
NOBODY = Estimate(None, None, None)
NOT_MADE = LogRank((), (), (), None, 0, None)


def print_duration_curves(
    durations: Sequence[Duration], confirmed: Sequence[Duration], arms: ComparedArms, months: Sequence[float]
) -> Iterator[Figure]:
    """Yield the curves of how long responses last in each arm; none where nobody responded."""
    kinds = (("", "response", durations), ("confirmed_", "confirmed response", confirmed))
    for name, what, listed in kinds:
        groups = [(one.name, one.curve, one.median) for one in listed]
        if groups and any(curve.times for _, curve, _ in groups):
            survival = _curves("Still responding", f"the first scan with a {what}", groups, NOT_MADE)
            yield replace(_figure(f"{name}duration_of_response", f"Duration of {what} by arm", survival, arms, months), notes=(
                "Kaplan–Meier curves among the responders, from the first scan with the response to progression or death. No test: "
                "who responded is known only afterwards, so that the arms are no longer what they were compared as.",
            ))  # fmt: skip


def print_landmark_curves(landmarks: Sequence[Landmark], months: Sequence[float]) -> Iterator[Figure]:
    """Yield a figure for each landmark at which both groups have patients."""
    for one in landmarks:
        if all(group.patients for group in one.groups):
            groups = [(group.name, group.curve, group.median) for group in one.groups]
            survival = _curves("Overall survival", one.landmark, groups, one.log_rank)
            title = f"Overall survival from {one.landmark} on, by response"
            yield replace(_figure(f"landmark_{file_name(one.landmark)}", title, survival, BY_RESPONSE, months), notes=(
                f"Kaplan–Meier curves of the patients alive and observed at the landmark, by their response up to it ({one.left_out} left "
                "out). p: log-rank test.",
            ))  # fmt: skip


def _curves(title: str, starts_at: str, groups: Sequence[tuple[str, Curve, Estimate]], test: LogRank) -> SurvivalByArm:
    """Return curves as the figures of survival take them: the groups and, last, the one that tells where the axis ends."""
    drawn = [Group(name, curve, median, (), ()) for name, curve, median in groups]
    if drawn[-1].name != ALL:
        longest = max(drawn, key=lambda group: group.curve.times[-1:] or (0.0,))
        drawn.append(Group(ALL, longest.curve, NOBODY, (), ()))
    return SurvivalByArm("", title, title, tuple(drawn), test, test, FollowUp(None, NOBODY), 0, starts_at)


def _figure(name: str, title: str, survival: SurvivalByArm, arms: ComparedArms, months: Sequence[float]) -> Figure:
    return Figure(
        name=name,
        number="Figure S",
        title=title,
        alt=survival_in_words(survival, arms),
        draw=lambda: draw_survival(survival, arms, tuple(months)),
        role="sensitivity",
    )

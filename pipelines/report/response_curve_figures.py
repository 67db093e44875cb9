"""Curves of what responses come to: how long they last, and survival from a landmark on by whether there was one by then."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.landmark import OTHER, RESPONDER, Landmark
from pipelines.analysis.response_duration import Duration
from pipelines.report.added_curves import curves_of, figure_of
from pipelines.report.document import Figure
from pipelines.report.response_tables import file_name

BY_RESPONSE = ComparedArms({OTHER: "Non-responders", RESPONDER: "Responders"})


def print_duration_curves(
    durations: Sequence[Duration], confirmed: Sequence[Duration], arms: ComparedArms, months: Sequence[float]
) -> Iterator[Figure]:
    """Yield the curves of how long responses last in each arm; none where nobody responded."""
    kinds = (("", "response", durations), ("confirmed_", "confirmed response", confirmed))
    for name, what, listed in kinds:
        groups = [(one.name, one.curve, one.median) for one in listed]
        if groups and any(curve.times for _, curve, _ in groups):
            survival = curves_of("Still responding", f"the first scan with a {what}", groups)
            yield replace(figure_of(f"{name}duration_of_response", f"Duration of {what} by arm", survival, arms, months), notes=(
                "Kaplan–Meier curves among the responders, from the first scan with the response to progression or death. No test: "
                "who responded is known only afterwards, so that the arms are no longer what they were compared as.",
            ))  # fmt: skip


def print_landmark_curves(landmarks: Sequence[Landmark], months: Sequence[float]) -> Iterator[Figure]:
    """Yield a figure for each landmark at which both groups have patients."""
    for one in landmarks:
        if all(group.patients for group in one.groups):
            groups = [(group.name, group.curve, group.median) for group in one.groups]
            survival = curves_of("Overall survival", one.landmark, groups, one.log_rank)
            title = f"Overall survival from {one.landmark} on, by response"
            yield replace(figure_of(f"landmark_{file_name(one.landmark)}", title, survival, BY_RESPONSE, months), notes=(
                f"Kaplan–Meier curves of the patients alive and observed at the landmark, by their response up to it ({one.left_out} left "
                "out). p: log-rank test.",
            ))  # fmt: skip

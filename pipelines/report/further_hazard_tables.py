"""The hazard ratios of other Cox models as they are printed, a block of lines for each model."""

from collections.abc import Mapping, Sequence

from pipelines.analysis.further_hazards import FIRST_SYSTEMIC, RESPONSE, STRATA, FurtherHazard
from pipelines.report.document import Line, Table, cells_of
from pipelines.report.in_print import NONE, interval, p_value, rounded
from pipelines.report.response_tables import in_full

TITLES: Mapping[str, str] = {
    RESPONSE: "Response as a covariate that changes with time, within the arms",
    STRATA: "Arms within strata",
    FIRST_SYSTEMIC: "Time from the first systemic therapy, at risk from the index date on",
}
NOTES: Mapping[str, str] = {
    RESPONSE: "Response as a covariate that changes with time: a patient is a responder from the scan on that shows it.",
    STRATA: "Within strata: each combination of their levels has a baseline hazard of its own; only patients alike in them are compared.",
    FIRST_SYSTEMIC: "Time from the first systemic therapy: a second line has lived through a first, which time from its index date leaves "
    "out (lead time). Patients are at risk from the index date on (delayed entry); without such a therapy both are the same day.",
}


def print_further_hazards(hazards: Sequence[FurtherHazard], strata: Sequence[str], number: str) -> Table:
    """Return the table; `strata` are the labels of the covariates within which arms are compared."""
    lines = []
    for model in dict.fromkeys(one.model for one in hazards):
        named = f": {', '.join(strata)}" if model == STRATA else ""
        lines.append(Line(TITLES[model] + named, cells_of("", "", "")))
        for one in (hazard for hazard in hazards if hazard.model == model):
            ratio = one.hazard_ratio
            shown = NONE if ratio.estimate is None else f"{rounded(ratio.estimate, 3)} ({interval(ratio.lower, ratio.upper, 3)})"
            cells = cells_of(f"{one.events} of {one.patients}", shown, p_value(one.p_value))
            lines.append(Line(f"{one.title}: {one.label}", cells, True))
    reasons = dict.fromkeys(f"{one.title}: {one.note.rstrip('.')}." for one in hazards if one.note)
    return Table(
        name="further_hazards",
        number=number,
        title="Hazard ratios of further Cox models",
        columns=("", "Events of patients", "HR (95 % CI)", "P-value"),
        lines=tuple(lines),
        notes=(
            *(NOTES[model] for model in dict.fromkeys(one.model for one in hazards)),
            *reasons,
            in_full({"CI": "confidence interval", "HR": "hazard ratio"}),
        ),
        role="sensitivity",
    )

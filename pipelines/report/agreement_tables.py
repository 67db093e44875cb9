"""How far the readers agree, as it is printed: a column for each two of them."""

from collections.abc import Sequence

from pipelines.analysis.compared_readers import ReaderAgreement
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.report.document import Line, Table, cells_of
from pipelines.report.in_print import NONE, count_and_percent, interval, rounded
from pipelines.report.response_tables import in_full

KAPPA = "kappa with a cluster bootstrap of patients"


def print_agreement(agreements: Sequence[ReaderAgreement], number: str) -> Table:
    """Return the table of all pairs of readers."""
    lines = {
        "Same response, n (%) of the exams both read": (f"{count_and_percent(one.same)} of {one.same.total}" for one in agreements),
        "Kappa (95 % CI)": (_with_limits(one.kappa, 2) for one in agreements),
        "Weighted kappa (95 % CI)": (_with_limits(one.weighted_kappa, 2) for one in agreements),
        "Exams both measured": (str(one.measured) for one in agreements),
        "Intraclass correlation of the sums (95 % CI)": (_with_limits(one.correlation, 3) for one in agreements),
        "Difference of the sums, mm (limits of agreement)": (_with_limits(one.difference, 1) for one in agreements),
    }
    return Table(
        name="readers_compared",
        number=number,
        title="Agreement of the readers on responses and sums, exam by exam",
        columns=("", *(f"{' and '.join(one.readers)}\n(n = {one.patients})" for one in agreements)),
        lines=tuple(Line(label, cells_of(*texts)) for label, texts in lines.items()),
        notes=(
            "Exams after the baseline, by the primary criterion, to which both gave CR, PR, SD or PD (NON-CR/NON-PD counts as SD). "
            "Weighted by how many of these levels two responses are apart. Intervals by drawing patients 1,000 times, since the exams of "
            "one are alike.",
            "Intraclass correlation: absolute agreement of one reader (two-way random effects). Difference: first reader less second, with "
            "the limits within which 95 % of differences lie.",
            in_full({"CI": "confidence interval"}),
        ),
        role="sensitivity",
    )


def _with_limits(estimate: Estimate, decimals: int) -> str:
    if estimate.estimate is None:
        return NONE
    return f"{rounded(estimate.estimate, decimals)} ({interval(estimate.lower, estimate.upper, decimals, NONE)})"

"""The numbers of the pieces that `[analysis] further` asks for beyond the usual, one line each; all are sensitivity analyses."""

from collections.abc import Iterator

from pipelines.analysis.adjusted_rates import AdjustedRates
from pipelines.analysis.run_statistics import Statistics
from pipelines.report.adjusted_numbers import named_by_arm
from pipelines.report.number import Number

ROLE = "sensitivity"


def requested_numbers(statistics: Statistics) -> Iterator[Number]:
    """Yield them in the order of the report; nothing where the profile leaves them out."""
    for rates in statistics.requested.rates:
        yield from _rates(rates, named_by_arm("adjusted_rates", rates.arms, statistics.arms))


def _rates(rates: AdjustedRates, where: str) -> Iterator[Number]:
    for one in rates.rates:
        method = f"{one.method}, {rates.draws - rates.failed} of {rates.draws} draws"
        for group, estimate in zip((*rates.arms, "arms"), (one.reference, one.arm, one.difference), strict=True):
            for name in ("estimate", "lower", "upper"):
                value = getattr(estimate, name)
                named = f"{rates.endpoint}.month_{one.month:g}.{one.method.replace(' ', '_')}.{name}"
                percent = None if value is None else 100 * value
                yield Number(where, named, group, percent, "%", method, rates.patients, ROLE)

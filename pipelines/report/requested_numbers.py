"""The numbers of the pieces that `[analysis] further` asks for beyond the usual, one line each; all are sensitivity analyses."""

from collections.abc import Iterator

from pipelines.analysis.adjusted_rates import AdjustedRates
from pipelines.analysis.missing_values import ImputedModel, MissingPatterns
from pipelines.analysis.run_statistics import Statistics
from pipelines.report.adjusted_numbers import named_by_arm
from pipelines.report.number import Number

ROLE = "sensitivity"


def requested_numbers(statistics: Statistics) -> Iterator[Number]:
    """Yield them in the order of the report; nothing where the profile leaves them out."""
    for rates in statistics.requested.rates:
        yield from _rates(rates, named_by_arm("adjusted_rates", rates.arms, statistics.arms))
    if statistics.requested.missing:
        yield from _missing(statistics.requested.missing)
    for model in statistics.requested.imputed:
        yield from _imputed(model)
    for checks in statistics.requested.residuals:
        for one in checks.influences:
            where, n = f"influence_{checks.endpoint}", len(one.moves)
            yield Number(where, f"{one.name}.largest", "all", one.largest, "SE", "dfbetas", n, ROLE)
            yield Number(where, f"{one.name}.without", "all", one.without, "", "hazard ratio without that patient", n - 1, ROLE)


def _missing(found: MissingPatterns) -> Iterator[Number]:
    for name, _ in found.covariates:
        for arm, size, count in zip(found.arms, found.sizes, found.lacking(name), strict=True):
            yield Number("missing_values", f"{name}.missing", arm, count, "patients", "count", size, ROLE)


def _imputed(model: ImputedModel) -> Iterator[Number]:
    where, method = f"imputed_{model.endpoint}", f"Cox regression, multiple imputation, {model.sets} sets, Rubin's rules"
    for term in model.terms:
        named, pooled = term.complete.name, term.pooled
        ratios = pooled.ratios if pooled else (None,) * 3
        for name, value in zip(("hazard_ratio", "lower", "upper"), ratios, strict=True):
            yield Number(where, f"{named}.{name}", "all", value, "", method, model.patients, ROLE, term.complete.note)
        for name in ("p_value", "missing_information"):
            yield Number(where, f"{named}.{name}", "all", getattr(pooled, name, None), "", method, model.patients, ROLE)


def _rates(rates: AdjustedRates, where: str) -> Iterator[Number]:
    for one in rates.rates:
        method = f"{one.method}, {rates.draws - rates.failed} of {rates.draws} draws"
        for group, estimate in zip((*rates.arms, "arms"), (one.reference, one.arm, one.difference), strict=True):
            for name in ("estimate", "lower", "upper"):
                value = getattr(estimate, name)
                named = f"{rates.endpoint}.month_{one.month:g}.{one.method.replace(' ', '_')}.{name}"
                percent = None if value is None else 100 * value
                yield Number(where, named, group, percent, "%", method, rates.patients, ROLE)

"""What the methods section says of survival and regression."""

from collections.abc import Iterable

from pipelines.analysis.covariate_definitions import load_covariates
from pipelines.analysis.covariates import ARM
from pipelines.analysis.cox import ENOUGH_EVENTS
from pipelines.analysis.run_statistics import Statistics
from pipelines.report.citations import Citations
from pipelines.settings.sections import Analysis, Settings


def survival_methods(statistics: Statistics, settings: Settings, cite: Citations) -> str:
    """Return how survival was estimated and compared, and how long follow-up was."""
    analysis = settings.analysis
    months = ", ".join(f"{month:g}" for month in analysis.rate_months)
    return (
        f"Survival was estimated by the method of Kaplan and Meier {cite('km')} with pointwise 95 % CI of the "
        f"{analysis.confidence_type} type, medians with the CI read off these limits, and rates at {months} months; the number at risk at "
        f"a time counts the patients observed at least that long. {_compared(statistics, settings, cite)}Follow-up is given as the "
        f"median of observed times and by the reverse Kaplan–Meier method {cite('reverse')}."
        f"{_few_at_risk(analysis)} Survival by response was counted from a "
        f"landmark {cite('landmark')}: the first assessment, and month {analysis.landmark_months:g}."
    )


def _few_at_risk(analysis: Analysis) -> str:
    least = analysis.rates_least_at_risk
    return f" Rates with fewer than {least} patients at risk are not given." if least > 1 else ""


def _compared(statistics: Statistics, settings: Settings, cite: Citations) -> str:
    """Return how survival was compared; of one arm it was not."""
    if len(statistics.arms) < 2:
        return ""
    until, cut = settings.analysis.log_rank_until_months, settings.analysis.restricted_mean_months
    end = "the last time observed in every arm" if cut is None else f"month {cut:g}"
    more = "Each arm was also tested against the reference alone. " if len(statistics.arms) > 2 else ""
    return (
        f"Groups were compared by the log-rank test {cite('log_rank')}; as sensitivity analyses it was repeated with follow-up cut at "
        f"{until:g} months, the rates were compared at their months on the complementary log–log scale {cite('fixed_time')}, and the "
        f"restricted mean survival times {cite('restricted_mean')}, up to {end}, by their difference, which assumes no proportional "
        f"hazards. {more}"
    )


def cox_methods(statistics: Statistics, settings: Settings, cite: Citations) -> str:
    """Return how hazard ratios were made, and what was done where one cannot be estimated."""
    analysis = settings.analysis
    if named := {one.name: names for one in statistics.endpoints if (names := settings.study.multivariate.get(one.name))}:
        lists = [f"for {endpoint} {in_a_sentence(map(_covariate_label, names))}" for endpoint, names in named.items()]
        others = [one.name for one in statistics.endpoints if one.name not in named]
        lists += [f"for {endpoint} those with a univariate p < {analysis.entry_p:g}" for endpoint in others]
        entry = f"The covariates of the multivariate models were named, not chosen by their p-values: {'; '.join(lists)}."
    else:
        entry = f"Covariates with a univariate p < {analysis.entry_p:g} entered the multivariate models."
    return (
        f"Hazard ratios come from Cox regression {cite('cox')} with Efron's method for ties {cite('efron')}, with Wald CI and "
        f"p-values. {entry} Patients with a missing covariate were left out of a model and are counted below its table. Proportional "
        f"hazards were tested by the score test of a coefficient that changes with time {cite('zph')}. Models with fewer than "
        f"{ENOUGH_EVENTS} events per covariate {cite('epv')} are marked. The patients of a group in which nobody had the event left the "
        "risk sets, which is the limit of its hazard ratio of 0; a covariate that others determine was named and it alone left out."
        f"{_penalised(statistics, cite)}"
    )


def _penalised(statistics: Statistics, cite: Citations) -> str:
    """Return what Firth's likelihood is for, where a model needed it."""
    fits = [fit for table in statistics.paper.coxes for fit in (*table.univariate, table.multivariate)]
    if not any(term.penalised for fit in fits for term in fit.terms):
        return ""
    return (
        " Where a hazard ratio is 0 or infinite, that of Firth's penalised likelihood stands beside it, with limits and p-value of the "
        f"penalised profile likelihood {cite('firth')}; its assumption, too, is that hazards are proportional."
    )


def _covariate_label(name: str) -> str:
    return "the arm" if name == ARM else load_covariates()[name].label


def in_a_sentence(labels: Iterable[str]) -> str:
    """Return labels of tables as a list within a sentence: age, ECOG 0 and portal vein invasion."""
    *first, last = [_without_its_capital(label.removesuffix(" (years)").removesuffix(" (cm)")) for label in labels] or ["none"]
    return f"{', '.join(first)} and {last}" if first else last


def _without_its_capital(label: str) -> str:
    is_plain = label[1:2].islower() and not label.startswith("Child–Pugh")
    return label[:1].lower() + label[1:] if is_plain else label

"""What the methods text says of the pieces that `[analysis] further` asks for beyond the usual, each with what it takes for granted."""

from pipelines.analysis.run_statistics import Statistics
from pipelines.report.citations import Citations
from pipelines.report.survival_methods import in_a_sentence
from pipelines.settings.sections import Settings


def requested_methods(statistics: Statistics, settings: Settings, cite: Citations) -> dict[str, str]:
    """Return a text for each piece that this report has."""
    texts, requested = {}, statistics.requested
    if requested.courses:
        texts["Course of each patient"] = (
            "Best change, change over time, therapies, response, progression and end of each patient are drawn without a test. Of two "
            "readers' changes of the sum the mean is shown; exams after progression are not."
        )
    if "response_curves" in settings.analysis.further and settings.report.profile != "publish":
        texts["Curves of responses"] = (
            f"Survival by response is drawn from landmarks on {cite('landmark')}, so that nobody has to live to respond; the duration of "
            "response is drawn among the responders of each arm, and not compared: they are chosen by what happened later."
        )
    if requested.rates:
        texts["Adjusted rates"] = (
            f"As a sensitivity analysis, survival was weighted by stabilised weights of the score {cite('weighted_curves')}, and "
            f"rates at months were estimated doubly robustly from pseudo-values {cite('doubly_robust')}, in all patients; limits come from "
            f"{requested.rates[0].draws:,} draws of patients within each arm, with a fixed seed. Both assume that nothing else differs "
            "that matters between the arms, that everybody could be in either, and that censoring tells nothing."
        )
    if requested.imputed:
        sets = in_a_sentence(sorted({str(one.sets) for one in requested.imputed}))
        texts["Missing values"] = (
            "The models leave out whoever lacks one of their covariates. As a sensitivity analysis, missing covariates were imputed by "
            f"chained equations with predictive mean matching {cite('mice')}, the event and the cumulative hazard among the predictors "
            f"{cite('hazard_in_mice')}, {sets} times, and pooled by Rubin's rules {cite('rubin')}. It assumes that values are missing at "
            "random given what is in the model."
        )
    elif requested.missing:
        texts["Missing values"] = "The models leave out whoever lacks one of their covariates; which are missing together is counted."
    if requested.residuals:
        texts["Residuals"] = (
            f"The multivariate models were looked at by scaled Schoenfeld residuals over time {cite('zph')} and martingale residuals by "
            f"measured covariates {cite('martingale')}, with smooth lines and no test, and fitted again without the patient who moved a "
            "coefficient most."
        )
    return texts

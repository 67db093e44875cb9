"""The methods section of a manuscript, written from the settings and versions with which the numbers were made."""

import datetime as dt
from importlib.metadata import version

from pipelines.analysis.endpoints import Endpoint
from pipelines.analysis.run_statistics import Statistics
from pipelines.analysis.variables import load_variables, variables_shown
from pipelines.report.citations import Citations
from pipelines.report.document import Paragraph, Reference, Section
from pipelines.report.further_hazard_tables import NOTES
from pipelines.report.requested_methods import requested_methods
from pipelines.report.response_tables import listed
from pipelines.report.survival_methods import cox_methods, in_a_sentence, survival_methods
from pipelines.settings.plans import plans_of
from pipelines.settings.sections import Settings
from pipelines.warehouse.criteria_in_force import Criterion, criteria_in_force
from pipelines.warehouse.reference_files import listed_rows

TESTS = {
    "chi_square": "Pearson's chi-square test without continuity correction",
    "chi_square_yates": "Pearson's chi-square test with Yates' correction for 2 × 2 tables",
    "fisher": "Fisher's exact test",
    "by_expected": "Pearson's chi-square test, or Fisher's exact test where expected counts were small (Cochran's rule)",
    "by_variance": "Student's t-test, or Welch's t-test where an F-test showed unequal variances (p < 0.05)",
    "student": "Student's t-test",
    "welch": "Welch's t-test",
    "wilcoxon": "Wilcoxon's rank-sum test",
}
PACKAGES = ("duckdb", "polars", "numpy", "scipy", "statsmodels", "lifelines", "matplotlib")


def write_methods(statistics: Statistics, settings: Settings, as_of: str, run_id: str) -> Section:
    """Return the section: cohort, endpoints, statistics, software, and the works cited."""
    cite = Citations()
    texts = {
        "Cohort": _cohort(settings, as_of, cite),
        "Response": _response(statistics, settings, cite),
        "Endpoints": _times(statistics, settings),
        "Comparison of groups": _groups(statistics, settings, cite),
        "Survival": survival_methods(statistics, settings, cite),
        "Regression": cox_methods(statistics, settings, cite),
        **_further(statistics, settings, cite),
        **requested_methods(statistics, settings, cite),
        **_small_cells(settings),
        "Software": _software(statistics, run_id, cite),
    }
    references = (Reference(number, work) for number, work in cite.works())
    return Section(
        "methods", "Methods", (*(Paragraph(text, lead) for lead, text in texts.items()), Paragraph("", "References"), *references)
    )


def _cohort(settings: Settings, as_of: str, cite: Citations) -> str:
    window = settings.study.window
    between = f" between {_day(window[0])} and {_day(window[1])}" if window else ""
    study = settings.study
    arms = in_a_sentence(study.compared_arms.values())
    compared = (
        f"Compared were the arms {arms}, with {study.compared_arms[study.reference_arm]} as the reference."
        if len(study.compared_arms) > 1
        else f"There was one arm, {arms}, and no comparison."
    )
    labels = {row["treatment"]: row["label"] for row in listed_rows("treatments")}
    regimens = {row["regimen"]: row["label"] for row in plans_of(settings.study)}
    treatment = " or ".join(labels[name] for name in settings.study.index_treatments)
    if settings.study.regimens:
        treatment += f" ({' or '.join(regimens[name] for name in settings.study.regimens)})"
    windows = settings.windows
    return (
        f"We included adults with hepatocellular carcinoma whose first {treatment} began{between}; the data were complete up to "
        f"{_day(dt.date.fromisoformat(as_of))}. The index date was the first day of that treatment. "
        f"{compared} Numbers at each stage are reported as STROBE asks {cite('strobe')}. "
        f"Baseline was the last visit in the {windows.assessment_window_before_days} days, and the last "
        f"laboratory result in the {windows.labs_window_before_days} days, before the index date. Records that broke a data-quality rule "
        "of the level “reject” were quarantined before the cohort was formed; the analyses ran only after all rules of the level “stop” "
        "had passed."
    )


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"


def _response(statistics: Statistics, settings: Settings, cite: Citations) -> str:
    rule = settings.response
    primary, *others = criteria_in_force(settings.study)
    decided = {
        "adjudicator": "Where two readers disagreed, an adjudicator decided",
        "worst": "Where readers disagreed, the worse response counted",
        "first_reader": "The first reader's response counted",
    }[rule.adjudication]
    rates = "; the ".join(
        f"{each.label[:1].lower()}{each.label[1:]} ({each.name}) was the share of patients with {listed(each.responses)}"
        for each in statistics.paper.response.rates
    )
    stable = f" Stable disease counted from day {rule.sd_min_days} on." if rule.sd_min_days else ""
    named = _named(primary, cite)
    beside = "".join(
        f" Beside it stand the responses by {_named(other, cite)}, derived from {other.diameter} diameters ({other.limits_in_words})."
        for other in others
    )
    return (
        f"Response followed {named}: partial response was a decrease of the sum of {primary.diameter} diameters by at "
        f"least {primary.pr_decrease_pct:g} % from baseline, progression an increase by {primary.growth_in_words} from "
        f"the smallest sum, a new lesion, or unequivocal progression of non-target disease.{beside} {decided}.{stable} The best response "
        "up to progression was used without confirmation; as a sensitivity analysis, responses were confirmed by a second scan at least "
        f"{rule.confirm_days} days later. The {rates}. Patients without an evaluable scan stayed in the denominators. Exact 95 % "
        f"confidence intervals (CI) are those of Clopper and Pearson {cite('exact')}."
        + (
            f" Beside the rates stand their differences with Newcombe's interval {cite('newcombe')} and conditional odds ratios with exact "
            "intervals, as sensitivity analyses."
            if len(statistics.arms) > 1
            else ""
        )
    )


def _named(criterion: Criterion, cite: Citations) -> str:
    cited = f" {cite(criterion.work)}" if criterion.work else ""
    is_own = criterion.like not in ("", criterion.label)
    return f"{criterion.label} ({criterion.like}{cited} with limits of this study)" if is_own else f"{criterion.label}{cited}"


def _times(statistics: Statistics, settings: Settings) -> str:
    survival = settings.survival
    progression = {"reads": "on the scan that showed it", "recorded": "as recorded by the site"}[survival.progression]
    more = ""
    if settings.study.data_cutoff:
        more += f" What happened after the data cut-off on {_day(settings.study.data_cutoff)} was left out."
    if cut := settings.study.administrative_censoring_months:
        more += f" Longer times were censored at {cut:g} months."
    if statistics.imputed_deaths:
        day = {"first": "first", "middle": "15th", "last": "last"}[survival.month_of_death]
        more += f" Where only the month of death was known, its {day} day was taken, but none before the patient was last known alive."
    if survival.new_therapy == "censor":
        more += " Another anticancer treatment before progression censored at the last scan before it."
    if survival.missed_visits == "censor":
        more += " An event after missed scans was censored at the last scan before the gap."
    endpoints = " ".join(map(_endpoint, statistics.endpoints))
    return f"{endpoints} Progression was dated {progression}.{more} Days were divided by {survival.days_per_month:g} to give months."


def _endpoint(endpoint: Endpoint) -> str:
    events = " or ".join(event.lower() for event in endpoint.events)
    whichever = ", whichever was first" if len(endpoint.events) > 1 else ""
    last = f", censored at the {endpoint.censorings[-1].lower()}" if endpoint.censorings else ""
    short = f" ({endpoint.short})" if endpoint.short != endpoint.label else ""
    return f"{endpoint.label}{short} ran from {endpoint.starts_at} to {events}{whichever}{last}."


def _groups(statistics: Statistics, settings: Settings, cite: Citations) -> str:
    analysis = settings.analysis
    means = TESTS[analysis.means_test]
    if len(statistics.arms) > 2:
        means = "analysis of variance, or Welch's where Bartlett's test showed unequal variances (p < 0.05)"
    if len(statistics.arms) < 2:
        return "There is one group, and nothing was tested. Missing values are counted in the tables and were not imputed."
    study, variables = settings.study, load_variables()
    fixed = "".join(f" For {variables[name].label} we used {TESTS[test]}." for name, test in study.tests.items())
    if medians := [one.label for one in variables_shown(study.table1) if one.name in study.printed_as_medians]:
        ranks = "the Kruskal–Wallis test" if len(statistics.arms) > 2 else TESTS["wilcoxon"]
        fixed = f" {in_a_sentence(medians)} are given as medians and were compared by {ranks}.{fixed}"
    return (
        f"Categorical variables were compared by {TESTS[analysis.counts_test]}, continuous ones by {means}.{fixed} "
        f"Differences are also given as standardised mean differences {cite('smd')}. Missing values are counted in the tables and were not "
        "imputed. Tests were two-sided; no correction for multiple testing was made."
    )


def _further(statistics: Statistics, settings: Settings, cite: Citations) -> dict[str, str]:
    """Return what stands beside the paper's analysis, as far as this report has it."""
    texts = {}
    if any(one.balance for one in statistics.adjusted):
        confounders = in_a_sentence(dict.fromkeys(one.label for adjusted in statistics.adjusted for one in adjusted.balance))
        texts["Adjusted comparison"] = (
            "As sensitivity analyses, arms were compared again with confounders made alike. Propensity scores came from logistic "
            f"regression (statsmodels {version('statsmodels')}) with the covariates {confounders}. Patients were matched 1:1 without "
            f"replacement, nearest neighbour first, within {settings.analysis.caliper_sd:g} SD of the logit of the score {cite('pairs')}, "
            f"with standard errors clustered by pair, or weighted by the inverse of the score with stabilised weights {cite('weights')}, "
            f"or by overlap weights {cite('overlap')}, with robust standard errors; they ask for the effect in patients of the arm with a "
            "counterpart, in all, and in those who could have been in either arm. All assume that nothing else differs between the arms "
            f"that matters. The E-value {cite('e_value')} tells how strong an "
            "unmeasured confounder would have to be to explain a hazard ratio away."
        )
    if statistics.agreement:
        texts["Agreement of readers"] = (
            f"Two readers' responses at the exams both read were compared by kappa, unweighted and with linear weights {cite('kappa')}, "
            f"their sums by the intraclass correlation of absolute agreement {cite('icc')} and limits of agreement {cite('bland')}; "
            "intervals of the first two come from drawing patients with their exams 1,000 times."
        )
    if statistics.checks:
        texts["Model checks"] = (
            f"Of the multivariate models, concordance {cite('concordance')} and variance inflation factors were computed. Measured "
            f"covariates were looked at alone as restricted cubic splines with four knots {cite('splines')}. For the events there were, "
            f"the detectable hazard ratio is given {cite('detectable')}; it was not planned beforehand."
        )
    if statistics.hazards:
        models = dict.fromkeys(one.model for one in statistics.hazards)
        texts["Further Cox models"] = " ".join(
            ("As sensitivity analyses, further Cox models were fitted.", *(NOTES[model] for model in models))
        )
    if statistics.competing:
        pairs = "; ".join(f"{one.events[0].label.lower()} and {one.events[1].label.lower()}" for one in statistics.competing)
        texts["Competing events"] = (
            f"As sensitivity analyses, events that compete were taken apart ({pairs}): cumulative incidence {cite('incidence')}, "
            f"Gray's test {cite('gray')}, cause-specific hazard ratios, and those of the subdistribution {cite('fine_gray')}. Censoring is "
            "taken to tell nothing of either event."
        )
    if statistics.subgroups:
        texts["Subgroups"] = (
            "Hazard ratios of the arms within subgroups come from Cox models of each subgroup, with likelihood ratio tests of interaction; "
            "they are exploratory."
        )
    if statistics.sensitivity:
        choices = "; ".join(run.label[:1].lower() + run.label[1:] for run in statistics.sensitivity[1:] if run.name != "pfs_censor")
        censored = "".join(run.label for run in statistics.sensitivity if run.name == "pfs_censor")
        texts["Sensitivity runs"] = (
            f"The cohort was built again from the same accepted records with one choice changed at a time ({censored}; {choices}), and the "
            "response rates, survival and the arms' hazard ratios are shown beside the primary ones. Quarantined records "
            "were bounded by a best and a worst case, in which all patients concerned responded and were alive, or none responded and "
            "those outside the cohort had died."
        )
    if statistics.safety:
        texts["Safety"] = (
            f"Laboratory results after the index date were graded by CTCAE version {settings.scores.ctcae_version:g} {cite('ctcae')} with "
            "their baseline and limits; recorded events have the grade that was recorded. Each patient counts once per test or term, by "
            "the worst grade. Doses are relative to the plan of the regimen in each cycle."
        )
    return texts


def _small_cells(settings: Settings) -> dict[str, str]:
    """Return what was suppressed for print, and nothing of a report for the hospital itself."""
    if settings.report.profile != "publish":
        return {}
    text = (
        f"Counts from 1 to {settings.report.small_cell - 1} were suppressed, with as many others, tests and intervals as they could be "
        "computed from; analyses whose differences from others would tell such counts are not reported."
    )
    return {"Disclosure control": text}


def _software(statistics: Statistics, run_id: str, cite: Citations) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    again = "; lifelines computed the Kaplan–Meier curves, log-rank tests and multivariate Cox models again and agreed"
    return (
        f"haic-registry, release {run_id}; Python packages {packages} {cite('lifelines', 'scipy', 'statsmodels')}. Kaplan–Meier limits and "
        "medians, numbers at risk, Cox models, tests of proportional hazards and Fisher's exact test are the registry's own, held to "
        f"values of R's survival and stats packages{again if statistics.confirmed else ''}."
    )

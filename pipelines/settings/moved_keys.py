"""Keys that stood elsewhere in earlier settings files, and where they stand now: a file that still has one is told so."""

MOVED = {
    "registry.index_treatment": "study.index_treatment, with the regimens that count in study.regimens",
    "registry.arms": "one [[study.arms]] for each arm, with its conditions of entry",
    "registry.study_window": "study.window",
    "windows.pd_evidence_days": "evidence_days of the [[study.arms]] that asks for the progression",
    "analysis.medians": "study.medians",
    "analysis.tests": "study.tests",
    "analysis.os_covariates": "study.multivariate.OS",
    "analysis.pfs_covariates": "study.multivariate.PFS",
    "response.pr_decrease_pct": "pr_decrease_pct of a [[study.response_criterion]], which study.criterion names",
    "response.pd_increase_pct": "pd_increase_pct of a [[study.response_criterion]], which study.criterion names",
    "response.pd_min_abs_mm": "pd_min_abs_mm of a [[study.response_criterion]], which study.criterion names",
}

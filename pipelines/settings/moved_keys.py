"""Keys that stood elsewhere in earlier settings files, and where they stand now: a file that still has one is told so."""

MOVED = {
    "analysis.medians": "study.medians",
    "analysis.tests": "study.tests",
    "analysis.os_covariates": "study.multivariate.OS",
    "analysis.pfs_covariates": "study.multivariate.PFS",
}

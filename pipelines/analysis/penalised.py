"""Firth's hazard ratios beside those that are 0 or infinite: of groups without an event, and of covariates that separate the events."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from pipelines.analysis.covariates import Covariate
from pipelines.analysis.cox import CoxFit
from pipelines.analysis.cox_design import design_of, telling_columns
from pipelines.analysis.firth import fit_firth
from pipelines.analysis.hazards import NOT_CONVERGED, SEPARATED
from pipelines.analysis.partial_likelihood import Observed


def with_penalised(fit: CoxFit, frame: pl.DataFrame, covariates: Sequence[Covariate]) -> CoxFit:
    """Return a fit with Firth's hazard ratio beside each of its columns that has none because it is 0 or infinite.

    The penalised model has all patients and all columns that tell something; `frame` and `covariates` are those of the fit.
    """
    wanted = {term.name for term in fit.terms if term.has_no_event or term.note in (SEPARATED, NOT_CONVERGED)}
    if not wanted or not fit.events:
        return fit
    everybody = design_of(frame, fit.endpoint, covariates).everybody
    terms = [term for covariate in covariates for term in covariate.terms]
    with np.errstate(all="ignore"):
        told, _ = telling_columns(everybody, [term.label for term in terms])
        names = [terms[place].name for place in told]
        columns = Observed(everybody.times, everybody.events, everybody.covariates[:, told])
        found = fit_firth(columns, [place for place, name in enumerate(names) if name in wanted]) if told else {}
    penalised = {names[place]: hazard for place, hazard in found.items()}
    return replace(fit, terms=tuple(replace(term, penalised=penalised.get(term.name)) for term in fit.terms))

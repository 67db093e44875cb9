"""The reconstructed cohort of invented patients as a frame of cohort.patients, as far as the analysis reads it."""

from functools import cache

import polars as pl

from pipelines.analysis.adjusted_survival import AdjustedSurvival, fit_adjusted_survival
from pipelines.analysis.arms import ComparedArms, compared_arms
from pipelines.analysis.covariates import ARM, Covariate, CovariateTerm, covariates_of
from pipelines.analysis.endpoints import Endpoint
from pipelines.analysis.primary_tables import Looked, PaperTables, fit_paper_tables
from pipelines.analysis.propensity import Propensity, fit_propensity
from pipelines.analysis.response_sets import response_sets_of
from pipelines.analysis.sensitivity import Choices
from pipelines.analysis.subgroups import Subgroups, fit_subgroups
from pipelines.settings.load_settings import load_settings
from pipelines.settings.sections import Analysis, Settings
from pipelines.synthetic.reconstructed import COHORT_FILE, reconstructed_cohort
from pipelines.warehouse.reference_files import read_list
from schemas.cohort.patients import TYPES
from tests.path_run import ROOT

DAYS_PER_MONTH = 30.4375
OS = Endpoint("OS", "Overall survival", "OS", events=("Death",), censorings=("Last contact alive",))
PFS = Endpoint("PFS", "Progression-free survival", "PFS", events=("Progression", "Death"), censorings=("Last contact alive",))
LISTED_SETS = read_list("response_sets").filter(pl.col("when").is_null()).select("response_set", "label", "response", "order_no")
SETS = response_sets_of(LISTED_SETS)  # those of the registry as shipped, whose settings add no response


@cache
def paper_settings() -> Settings:
    """Return the settings of registry.toml: the paper's study."""
    return load_settings(ROOT / "registry.toml")


def paper_arms() -> ComparedArms:
    """Return the arms of the paper."""
    return compared_arms(paper_settings().study)


def paper_covariates(patients: pl.DataFrame) -> tuple[Covariate, ...]:
    """Return the arm and the paper's covariates as these patients have them."""
    return covariates_of(patients, paper_arms(), paper_settings().study.covariates)


def paper_tables(patients: pl.DataFrame, analysis: Analysis | None = None, **changed) -> PaperTables:
    """Return the tables of the paper; `changed` are keys of the study."""
    settings = paper_settings()
    study = settings.study.model_copy(update=changed)
    looked = Looked(paper_covariates(patients), (OS, PFS), SETS, settings.study.reference_arm)
    return fit_paper_tables(patients, study, analysis or settings.analysis, looked)


@cache
def reconstructed_patients() -> pl.DataFrame:
    """Return the 100 invented patients of the file pipelines/synthetic/reconstructed_cohort.csv."""
    assert COHORT_FILE.is_file()
    return patients_frame(*(row_of(truth) for truth in reconstructed_cohort()))


def row_of(truth) -> dict[str, object]:
    """Return what cohort.patients holds of one invented patient."""
    is_response = truth.best_response in ("CR", "PR")
    return {
        "patient_id": truth.patient_id,
        "arm": truth.group,
        "sex": truth.sex,
        "bclc": truth.bclc,
        "bclc_group": truth.bclc,
        "etiology": truth.etiology,
        "child_pugh_class": truth.child_pugh,
        "ecog_band": "0" if truth.ecog == 0 else "1-2",
        "tumour_number": truth.tumor_number,
        "prior_treatments": ";".join(truth.prior_treatments),
        "afp_operator": "=",
        "vital_status": "dead" if truth.is_dead else "alive",
        "best_response": truth.best_response,
        "confirmed_best_response": truth.best_response,
        "age_years": truth.age,
        "ecog": truth.ecog,
        "largest_tumour_cm": truth.size_cm,
        "ast_u_l": float(truth.ast),
        "alt_u_l": None if truth.alt is None else float(truth.alt),
        "total_bilirubin_mg_dl": truth.bilirubin,
        "afp_ng_ml": float(truth.afp),
        "os_days": truth.os_days,
        "os_months": truth.os_days / DAYS_PER_MONTH,
        "os_event": truth.is_dead,
        "pfs_days": truth.pfs_days,
        "pfs_months": truth.pfs_days / DAYS_PER_MONTH,
        "pfs_event": truth.has_progressed or (truth.is_dead and truth.pfs_days == truth.os_days),
        "has_progressed": truth.has_progressed,
        "has_portal_vein_invasion": truth.pvi,
        "has_metastasis": truth.mets,
        "is_afp_above_400": truth.afp > 400,
        "has_response": is_response,
        "has_confirmed_response": is_response,
        "has_disease_control": truth.best_response in ("CR", "PR", "SD"),
        "index_date": truth.haic_start,
    }


def patients_frame(*rows: dict[str, object]) -> pl.DataFrame:
    """Return rows as a frame with all columns of cohort.patients; what a row does not name is null."""
    return pl.DataFrame([dict.fromkeys(TYPES) | row for row in rows], schema=TYPES, orient="row")


def measured(name: str) -> Covariate:
    """Return a covariate that is a number in the column of its name."""
    return Covariate(name, name, (CovariateTerm(name, name, pl.col(name)),), "number")


def adjusted_of(patients: pl.DataFrame) -> AdjustedSurvival:
    """Return the adjusted comparison of the paper's arms by its confounders."""
    settings = paper_settings()
    endpoints = tuple(one.column for one in (OS, PFS))
    return fit_adjusted_survival(patients, paper_arms(), settings.study.confounders, settings.analysis.caliper_sd, endpoints)


def propensity_of(patients: pl.DataFrame) -> Propensity:
    """Return the propensity score of the paper's arms by its confounders."""
    arms = paper_arms()
    names = paper_settings().study.confounders
    return fit_propensity(patients, arms, [one for one in covariates_of(patients, arms, names) if one.name != ARM])


def subgroups_of(patients: pl.DataFrame, endpoint: str) -> Subgroups:
    """Return the paper's subgroups."""
    return fit_subgroups(patients, endpoint, paper_arms(), paper_settings().study.subgroups)


def paper_choices() -> Choices:
    """Return what is the same in every sensitivity run of the paper."""
    return Choices(paper_arms(), sets=SETS, endpoints=(OS, PFS))


def times_of(patients: pl.DataFrame, *endpoints: Endpoint) -> pl.DataFrame:
    """Return cohort.time_to_event as far as the statistics read it, from the times that stand beside each patient."""
    parts = [
        patients.select(
            "patient_id",
            parameter=pl.lit(one.name),
            days=pl.col(one.columns[0]).cast(pl.Int64),
            months=pl.col(one.columns[1]),
            is_event=pl.col(one.columns[2]),
            event_description=pl.when(~pl.col(one.columns[2]))
            .then(pl.lit(one.censorings[-1]))
            .when(pl.lit(len(one.events) > 1) & ~pl.col("has_progressed"))
            .then(pl.lit(one.events[-1]))
            .otherwise(pl.lit(one.events[0])),
        ).drop_nulls(["days", "months", "is_event"])
        for one in endpoints
    ]
    return pl.concat(parts)

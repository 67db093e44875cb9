"""Says which names of a study no list of the registry has, each with the nearest that one does."""

from collections.abc import Iterator

from pipelines.settings.nearest import nearest
from pipelines.settings.plans import wrong_regimens
from pipelines.settings.study import Study
from pipelines.warehouse.reference_files import listed_rows


def wrong_names_of_study(study: Study) -> Iterator[str]:
    """Yield a sentence for each treatment or regimen that the study names and no list has."""
    treatments = [row["treatment"] for row in listed_rows("treatments")]
    for name in study.index_treatments:
        if name not in treatments:
            yield f"study.index_treatment: there is no treatment {name}{nearest(name, treatments)}"
    yield from wrong_regimens(study)
    for arm in study.arms:
        for condition in arm.conditions:
            for name in condition.named if not condition.variable else ():
                if name not in treatments:
                    yield f"study.arms {arm.name}: {condition.name} names {name}, which is no treatment{nearest(name, treatments)}"
            if condition.variable and condition.variable not in (known := variables_of_arms()):
                yield f"study.arms {arm.name}: there is no variable {condition.variable}{nearest(condition.variable, known)}"


def variables_of_arms() -> list[str]:
    """Return what an arm may be made of beside treatments: factors, what is listed for arms alone, covariates that are true or false."""
    factors = [row["variable"] for row in listed_rows("variables") if row["kind"] in ("factor", "arm")]
    flags = [row["covariate"] for row in listed_rows("covariates") if row["as"] == "flag"]
    return list(dict.fromkeys((*factors, *flags)))


def wrong_version_of_grades(version: float) -> Iterator[str]:
    """Yield a sentence if the registry lists bands of CTCAE, and none of this version."""
    versions = sorted({row["version"] for row in listed_rows("ctcae_bands")})
    if versions and version not in versions:
        yield f"scores.ctcae_version: there are no bands of version {version:g}; there are of {', '.join(f'{one:g}' for one in versions)}"

"""Says which names of a study no list of the registry has, each with the nearest that one does."""

from collections.abc import Iterator

from pipelines.settings.nearest import nearest
from pipelines.settings.study import Study
from pipelines.warehouse.reference_files import listed_rows

OF_LEVELS = ("index_treatment", "regimen", "ecog_band", "ascites", "encephalopathy")


def wrong_names_of_study(study: Study) -> Iterator[str]:
    """Yield a sentence for each treatment or regimen that the study names and no list has."""
    treatments = [row["treatment"] for row in listed_rows("treatments")]
    regimens = {row["regimen"]: row["treatment"] for row in listed_rows("regimens")}
    for name in study.index_treatments:
        if name not in treatments:
            yield f"study.index_treatment: there is no treatment {name}{nearest(name, treatments)}"
    for name in study.regimens:
        if name not in regimens:
            yield f"study.regimens: there is no regimen {name}{nearest(name, regimens)}"
        elif regimens[name] not in study.index_treatments:
            yield f"study.regimens: {name} is a regimen of {regimens[name]}, which is not the index treatment"
    for arm in study.arms:
        for condition in arm.conditions:
            for name in condition.named if not condition.variable else ():
                if name not in treatments:
                    yield f"study.arms {arm.name}: {condition.name} names {name}, which is no treatment{nearest(name, treatments)}"
            if condition.variable and condition.variable not in (known := variables_of_arms()):
                yield f"study.arms {arm.name}: there is no variable {condition.variable}{nearest(condition.variable, known)}"


def variables_of_arms() -> list[str]:
    """Return what an arm may be made of beside treatments: factors, covariates that are true or false, and what baseline levels add."""
    factors = [row["variable"] for row in listed_rows("variables") if row["kind"] == "factor"]
    flags = [row["covariate"] for row in listed_rows("covariates") if row["as"] == "flag"]
    return list(dict.fromkeys((*factors, *flags, *OF_LEVELS)))


def wrong_version_of_grades(version: float) -> Iterator[str]:
    """Yield a sentence if the registry lists bands of CTCAE, and none of this version."""
    versions = sorted({row["version"] for row in listed_rows("ctcae_bands")})
    if versions and version not in versions:
        yield f"scores.ctcae_version: there are no bands of version {version:g}; there are of {', '.join(f'{one:g}' for one in versions)}"

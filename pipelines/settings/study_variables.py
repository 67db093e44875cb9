"""What a study looks at, by name: variables of Table 1 with their tests, covariates of the models, confounders and subgroups."""

from collections.abc import Iterable
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, model_validator

from pipelines.settings.nearest import nearest
from pipelines.settings.section import Section

CountsTest = Literal["chi_square", "chi_square_yates", "fisher", "by_expected"]
MeansTest = Literal["by_variance", "student", "welch"]
RanksTest = Literal["wilcoxon"]
ARM = "arm"


def _known(names: Iterable[str], known: Iterable[str]) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            raise ValueError(f"there is no {name}{nearest(name, known)}")


def _are_variables(names: list[str]) -> list[str]:
    if not names:  # a registry without statistics has none
        return names
    from pipelines.analysis.variables import load_variables

    _known(names, load_variables())
    return names


def _are_numbers(names: list[str] | str) -> list[str] | str:
    if names and isinstance(names, list):
        from pipelines.analysis.variables import load_variables

        _known(names, (variable.name for variable in load_variables().values() if variable.kind == "number"))
    return names


def _are_covariates(names: list[str]) -> list[str]:
    if not names:
        return names
    from pipelines.analysis.covariate_definitions import load_covariates

    _known(names, load_covariates())
    return names


def _are_covariates_or_the_arm(names: list[str]) -> list[str]:
    if not names:
        return names
    from pipelines.analysis.covariate_definitions import load_covariates

    _known(names, (ARM, *load_covariates()))
    return names


def _are_groups(names: list[str]) -> list[str]:
    if not names:
        return names
    from pipelines.analysis.covariate_definitions import load_covariates

    for name in _are_covariates(names):
        if load_covariates()[name].kind == "number":
            raise ValueError(f"{name} is a number, which makes no subgroups; name a covariate with a cut")
    return names


def _fit_their_variables(tests: dict[str, str]) -> dict[str, str]:
    if not tests:
        return tests
    from pipelines.analysis.variables import load_variables

    _known(tests, load_variables())
    for name, test in tests.items():
        is_number, is_of_counts = load_variables()[name].kind == "number", test in get_args(CountsTest)
        if is_number and is_of_counts:
            raise ValueError(f"{name} is measured, and {test} is a test of counts")
        if not is_number and not is_of_counts:
            raise ValueError(f"{name} is counted, and {test} is a test of {'ranks' if test in get_args(RanksTest) else 'means'}")
    return tests


class StudyVariables(Section):
    """The variables and covariates of the study: rows of sql/reference/variables.csv and covariates.csv by their names."""

    table1: Annotated[list[str], AfterValidator(_are_variables)] = []  # none named: the usual ones
    medians: Annotated[Literal["skewed"] | list[str], AfterValidator(_are_numbers)] = "skewed"
    tests: Annotated[dict[str, CountsTest | MeansTest | RanksTest], AfterValidator(_fit_their_variables)] = {}
    covariates: Annotated[list[str], AfterValidator(_are_covariates)] = []
    multivariate: dict[str, Annotated[list[str], AfterValidator(_are_covariates_or_the_arm)]] = {}
    confounders: Annotated[list[str], AfterValidator(_are_covariates)] = []
    strata: Annotated[list[str], AfterValidator(_are_groups)] = []
    subgroups: Annotated[list[str], AfterValidator(_are_groups)] = []

    @model_validator(mode="after")
    def _tests_medians_by_ranks(self) -> "StudyVariables":
        for name, test in self.tests.items():
            if test in get_args(MeansTest) and name in self.printed_as_medians:
                raise ValueError(f"{name} is printed as a median, and {test} compares means; leave the test out, or name {name} no median")
        return self

    @property
    def printed_as_medians(self) -> tuple[str, ...]:
        """Return the variables that are printed as median [quartiles]: those named, or all that are skewed and have no test of means."""
        from pipelines.analysis.variables import load_variables

        if self.medians == "skewed":
            skewed = (variable.name for variable in load_variables().values() if variable.is_skewed)
            return tuple(name for name in skewed if self.tests.get(name) not in get_args(MeansTest))
        return tuple(self.medians)

"""What the analysis gives for each number that the paper prints, in the form in which it is printed."""

from collections.abc import Callable

import polars as pl

from pipelines.analysis.baseline_table import Row
from pipelines.analysis.cox import Term, empty_term
from pipelines.analysis.cox_table import CoxTable
from pipelines.analysis.group_tests import compare_counts
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.analysis.primary_tables import PaperTables
from pipelines.analysis.proportions import Proportion
from pipelines.analysis.survival_by_arm import Group

MONTH_OF_RATES = 12
ENDPOINTS = ("OS", "PFS")
ARMS = {"first": "first_line", "post": "post_ate_beva"}
ROWS = {  # the paper's words in the ids -> variable of Table 1
    "Sex": "sex",
    "BCLC": "bclc",
    "Etiology": "etiology",
    "Child-Pugh": "child_pugh",
    "ECOG": "ecog",
    "Number": "number",
    "PVI": "portal_vein_invasion",
    "Mets": "metastasis",
    "Prior": "prior_treatments",
    "Age": "age",
    "AST": "ast",
    "ALT": "alt",
    "Bilirubin": "bilirubin",
    "Bilirubin2dp": "bilirubin",
    "AFP": "afp",
    "Size": "size",
}
LEVELS = {"Male": "M", "Female": "F", "Single": "single", "Multiple": "multiple", "No": "False", "Yes": "True", "NA": "NE"}
COVARIATES = {
    "post": "post_ate_beva",
    "female": "female",
    "viral": "viral",
    "ecog0": "ecog_0",
    "age65": "age_over_65",
    "cpA": "child_pugh_a",
    "afp400": "afp_over_400",
    "size10": "size_over_10",
    "single": "single_mass",
    "pvtt": "portal_vein_invasion",
    "mets": "metastasis",
}


class NotInCohort(LookupError):
    """The cohort lacks the group, the level or the value that an item is of."""


class Recomputed:
    """The numbers of one cohort by the ids of printed_numbers.csv."""

    def __init__(self, tables: PaperTables, patients: pl.DataFrame) -> None:
        self.tables, self.patients = tables, patients
        self.cox = {endpoint: tables.cox(endpoint.lower()) for endpoint in ENDPOINTS}
        self.survival = {endpoint: tables.survival(endpoint.lower()) for endpoint in ENDPOINTS}

    def text(self, item: str, printed: str) -> str | None:
        """Return the value of an item as it would be printed; None for what no cohort can tell.

        Raises NotInCohort where this cohort lacks what the item is of.
        """
        kind, *parts = item.split("-")
        if item in self._named:
            return self._named[item]()
        if kind in ("T1", "T2") and parts[-1] == "pct":
            return percent_text(self._share("-".join(parts[:-2]), parts[-2]), decimals=1)
        if kind in ("T1", "T2") and parts[-1] == "sum":
            return str(sum(self._counts("-".join(parts[:-2]), parts[-2])))
        if kind == "GRIM":
            return f"{_known(self._row(parts[0]).moments[self._place(parts[1])].mean):.2f}"
        if kind == "P":
            return p_text(
                self._p("-".join(parts)), decimals=len(printed.partition(".")[2]) if printed[:1] == "0" and "/" not in printed else 3
            )
        if kind == "KM12":
            return rate_text(self._rate(parts[0], parts[1]))
        if kind == "P12":
            return p_text(self.survival[parts[0]].log_rank_until.p_value)
        if kind == "COX":
            return cox_text(self.cox_term(item))
        if kind == "EV":
            return f"{self.survival[parts[0]].group('all').curve.event_count} {'deaths' if parts[0] == 'OS' else 'events'}"
        return None

    def cox_term(self, item: str) -> Term:
        """Return the term behind an item such as COX-OS-uni-post; a covariate that did not enter gives an empty one."""
        _, endpoint, kind, covariate = item.split("-")
        table: CoxTable = self.cox[endpoint]
        alone = table.with_term(COVARIATES[covariate])
        if not alone:
            raise NotInCohort(f"there is no covariate {covariate}")
        fit = alone if kind == "uni" else table.multivariate
        terms = {term.name: term for term in fit.terms}
        return terms.get(COVARIATES[covariate]) or empty_term(covariate, "not in the multivariate model")

    def _place(self, arm: str) -> int:
        if ARMS[arm] not in self.tables.baseline.groups:
            raise NotInCohort(f"there is no arm {ARMS[arm]}")
        return self.tables.baseline.groups.index(ARMS[arm])

    def _survival(self, endpoint: str, arm: str) -> Group:
        """Return one of the two arms, or "all"."""
        if arm != "all":
            self._place(arm)
        return self.survival[endpoint].group(ARMS.get(arm, arm))

    def _rate(self, endpoint: str, arm: str) -> Estimate:
        group = self._survival(endpoint, arm)
        if MONTH_OF_RATES not in dict(group.rates):
            raise NotInCohort(f"rates at {MONTH_OF_RATES} months are not asked for")
        return group.rate(MONTH_OF_RATES)

    def _row(self, name: str) -> Row:
        if ROWS[name] not in {row.name for row in self.tables.baseline.rows}:
            raise NotInCohort(f"{ROWS[name]} is not in its Table 1")
        return self.tables.baseline.row(ROWS[name])

    def _share(self, name: str, arm: str) -> Proportion:
        row, level = name.rsplit("-", 1)
        level = LEVELS.get(level, level)
        if row == "BOR":
            return self.tables.response.line(level).groups[self._place(arm)]
        return self._level(row, level)[self._place(arm)]

    def _level(self, row: str, level: str) -> tuple[Proportion, ...]:
        found = next((line.groups for line in self._row(row).levels if line.value == level), None)
        if found is None:
            raise NotInCohort(f"{ROWS[row]} has no level {level}")
        return found

    def _counts(self, name: str, arm: str) -> list[int]:
        lines = self.tables.response.responses if name == "BOR" else self._row(name).levels
        return [line.groups[self._place(arm)].count for line in lines]

    def _p(self, name: str) -> float | None:
        """Return the p-value of a variable, or of another reading of the same counts."""
        response = self.tables.response
        whole = {
            "BOR5 (CR/PR/SD/PD/NA)": response.responses_test,
            **{rate.name: rate.test for rate in response.rates},
        }
        if name in whole:
            return whole[name].p_value
        if name == "prior-any":
            return self._row("Prior").test.p_value
        if name in ROWS:
            return self._row(name).test.p_value
        pairs = {name: tuple(self._response(name, arm) for arm in ARMS) for name in ("CR", "PR", "SD", "PD", "NE")}
        classes = {level: tuple(self._share(f"Child-Pugh-{level}", arm).count for arm in ARMS) for level in "ABC"}
        scores = [tuple(self._share(f"ECOG-{level}", arm).count for arm in ARMS) for level in (0, 1, 2)]
        response_of = _added(pairs["CR"], pairs["PR"])
        other_readings: dict[str, Callable[[], list]] = {
            "Child-Pugh A vs B/C": lambda: [classes["A"], _added(classes["B"], classes["C"])],
            "BOR4 evaluable (CR/PR/SD/PD)": lambda: [pairs[name] for name in ("CR", "PR", "SD", "PD")],
            "BOR4 CR/PR merged,SD,PD,NA": lambda: [response_of, pairs["SD"], pairs["PD"], pairs["NE"]],
            "ORR evaluable only": lambda: [response_of, _added(pairs["SD"], pairs["PD"])],
            "PR only": lambda: [pairs["PR"], _added(*(pairs[name] for name in ("CR", "SD", "PD", "NE")))],
            "DCR evaluable only": lambda: [_added(response_of, pairs["SD"]), pairs["PD"]],
            "ECOG 0 vs 1-2": lambda: [scores[0], _added(*scores[1:])],
            "prior-5": self._prior_as_five_levels,
        }
        if name.startswith("prior-") and name != "prior-5":
            shares = [self._share(f"Prior-{name.removeprefix('prior-')}", arm) for arm in ARMS]
            return compare_counts([[share.count for share in shares], [share.total - share.count for share in shares]]).p_value
        return compare_counts(other_readings[name]()).p_value

    def _response(self, name: str, arm: str) -> int:
        return self.tables.response.line(name).groups[self._place(arm)].count

    def _prior_as_five_levels(self) -> list[list[int]]:
        """Each treatment and none, as if nobody had had two of them."""
        given = [[line.groups[self._place(arm)].count for arm in ARMS] for line in self._row("Prior").levels]
        sizes = [self.tables.baseline.sizes[self._place(arm)] for arm in ARMS]
        return [*given, [size - sum(column) for size, column in zip(sizes, zip(*given, strict=True), strict=True)]]

    @property
    def _named(self) -> dict[str, Callable[[], str]]:
        response, overall, progression = self.tables.response, *self.survival.values()
        return {
            "T2-ORR-def": lambda: " / ".join(str(response.line("ORR").groups[self._place(arm)].count) for arm in ARMS),
            "T2-DCR-def": lambda: " / ".join(str(response.line("DCR").groups[self._place(arm)].count) for arm in ARMS),
            "FIG1-P": lambda: p_text(overall.log_rank.p_value),
            "FIG2-P": lambda: (
                f"{p_text(progression.log_rank_until.p_value)} (figure) / {p_text(progression.log_rank.p_value)} (text, abstract)"
            ),
            "OS-PFS-MED": lambda: "; ".join(
                median_text(self._survival(endpoint, arm).median) for endpoint in self.survival for arm in ("all", "post", "first")
            ),
            "NAR": lambda: "; ".join(
                " / ".join(" ".join(str(n) for _, n in self._survival(endpoint, arm).at_risk) for arm in ARMS) for endpoint in self.survival
            ),
            "FU": lambda: f"{_known(overall.follow_up.median_observed):.1f}",
            "PFS-EVENTS": lambda: str(progression.group("all").curve.event_count),
            "SE-SINGLE": lambda: self._std_errs("single"),
            "SE-METS": lambda: self._std_errs("mets"),
            "SE-CPA": lambda: self._std_errs("cpA"),
            "BCLC-D": self._stage_d_and_its_causes,
            "ADVANCED": lambda: (
                f"{self._of_all('BCLC', '0/A')} BCLC 0/A and {self._of_all('BCLC', 'B')} BCLC B of {self.tables.baseline.sizes[-1]}"
            ),
            "BCLC-C-UNION": lambda: " / ".join(str(self._have_a_cause_of_c(arm)) for arm in ARMS),
            "PRIOR-SYST": lambda: percent_text(self._share("Prior-Systemic", "post"), decimals=1).replace(")", "%)"),
            "OCR-BILI": lambda: self._mean_and_sd("Bilirubin", "post", 2),
            "OCR-ALT": lambda: (
                f"{_known(self._row('ALT').moments[self._place('post')].sd):.2f} / {p_text(self._row('ALT').test.p_value, 2)}"
            ),
            "OCR-AFP": lambda: ", ".join(self._mean_and_sd("AFP", arm, 0) for arm in ARMS),
            "OCR-TUMOR": lambda: f"single {self._of_both('Number-Single')}, multiple {self._of_both('Number-Multiple')}",
            "TEXT-FIG2": lambda: " / ".join(f"{_known(self._survival('PFS', arm).median.estimate):.1f}" for arm in ("post", "first")),
        }

    def _of_both(self, level: str) -> str:
        return "/".join(str(self._share(level, arm).count) for arm in ARMS)

    def _of_all(self, row: str, level: str) -> int:
        return self._level(row, level)[-1].count

    def _mean_and_sd(self, row: str, arm: str, decimals: int) -> str:
        moments = self._row(row).moments[self._place(arm)]
        return f"{_known(moments.mean):.{decimals}f} ± {_known(moments.sd):.{decimals}f}"

    def _std_errs(self, covariate: str) -> str:
        terms = (self.cox_term(f"COX-{endpoint}-uni-{covariate}") for endpoint in self.cox)
        return " / ".join(f"{_known(term.std_err):.4f}".removeprefix("0") for term in terms)

    def _have_a_cause_of_c(self, arm: str) -> int:
        self._place(arm)
        has_cause = pl.col("has_portal_vein_invasion") | pl.col("has_metastasis") | (pl.col("ecog") >= 1)
        return self.patients.filter((pl.col("arm") == ARMS[arm]) & has_cause).height

    def _stage_d_and_its_causes(self) -> str:
        first_d, post_d = (self._share("BCLC-D", arm).count for arm in ARMS)
        first_c, post_c = (self._share("Child-Pugh-C", arm).count for arm in ARMS)
        worst = self.patients.filter(pl.col("arm") == ARMS["post"])["ecog"].max()
        return f"first-line: D {first_d} but Child-Pugh C {first_c}; post: D {post_d} but Child-Pugh C {post_c} and ECOG max {worst}"


def _known(value: float | None) -> float:
    if value is None:
        raise NotInCohort("there is no value")
    return value


def _added(*pairs: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*pairs, strict=True))


def percent_text(share: Proportion, decimals: int) -> str:
    """Return 12 (18.2): the percentage rounded half up from the exact fraction."""
    if not share.total:
        raise NotInCohort("there is nobody of whom it would be a share")
    scale = 10**decimals
    tenths = (200 * scale * share.count + share.total) // (2 * share.total)
    return f"{share.count} ({tenths / scale:.{decimals}f})"


def p_text(p_value: float | None, decimals: int = 3) -> str:
    """Return 0.058, or <0.001."""
    if p_value is None:
        return "NA"
    return "<0.001" if p_value < 0.001 else f"{p_value:.{decimals}f}"


def median_text(median: Estimate) -> str:
    """Return 12.4 (9.0-NA)."""
    estimate, lower, upper = ("NA" if value is None else f"{value:.1f}" for value in (median.estimate, median.lower, median.upper))
    return f"{estimate} ({lower}-{upper})"


def rate_text(rate: Estimate) -> str:
    """Return 54.0 (34.9-83.4), in percent."""
    return median_text(Estimate(*(None if value is None else 100 * value for value in (rate.estimate, rate.lower, rate.upper))))


def cox_text(term: Term) -> str:
    """Return 0.56 (0.295-1.065) p=0.077."""
    if term.interval is None:
        return term.note
    ratio, lower, upper = (f"{round(value, 3)}" for value in term.interval)
    return f"{ratio} ({lower}-{upper}) p={p_text(term.p_value)}"

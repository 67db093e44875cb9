"""The settings of a registry, with their defaults: everything that a data manager may edit in registry.toml."""

import datetime as dt
import unicodedata
import zoneinfo
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from pipelines.drop.encodings import KNOWN, codec_of
from pipelines.settings.messages import Messages
from pipelines.settings.operations import Operations
from pipelines.settings.section import Section
from pipelines.settings.study import Study
from pipelines.settings.study_variables import CountsTest, MeansTest


def _is_pattern(text: str) -> str:
    """Hold it to what Polars searches in a time that grows with the text alone: no look-around, no group that is repeated as found."""
    import polars as pl

    try:
        pl.Series([""]).str.contains(text)
    except pl.exceptions.ComputeError as error:
        raise ValueError("is no regular expression that is read here; say it without (?=…), (?<…) and \\1") from error
    return text


def _is_encoding(text: str) -> str:
    try:
        codec_of(text)
    except LookupError as error:
        raise ValueError(f"is no encoding of text; say auto, {KNOWN}, or another that Python knows") from error
    return text


def _is_zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError('is no zone, such as "Asia/Seoul"') from error
    return name


def _is_filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is blank; say why")
    return text


def _names_each_reader_once(readers: dict[str, str]) -> dict[str, str]:
    """Hold IR-001: the readers and the adjudicator are different people."""
    if len({unicodedata.normalize("NFKC", name).strip().upper() for name in readers}) < len(readers):
        raise ValueError("names a reader twice; capitals do not tell names apart")
    return readers


class Registry(Section):
    """Which registry this is, and who belongs to it."""

    name: str
    as_of: dt.date | Literal["today"] = "today"
    has_real_dates: bool = True  # false: a calendar made of intervals, which nothing may compare with the as-of date
    keep_birth_date: bool = False  # true: a release holds the day of birth, else the year
    patient_id_pattern: Annotated[str, AfterValidator(_is_pattern)] = ".+"
    tables_not_sent: list[str] = []


class Identity(Section):
    """Where the key that makes pseudonyms lies ("public": the patient numbers are public already), and who sees the numbers."""

    key_file: str = ""
    numbers_in_findings: bool = True  # false: findings.xlsx has the pseudonyms alone, without the hospital's own patient numbers


class Response(Section):
    """How responses are confirmed, counted and adjudicated (defaults: the paper's); by which criterion, the study says."""

    confirm_days: int = Field(default=28, ge=0)
    max_ne: int = Field(default=1, ge=0)
    accept_sd: bool = False
    sd_min_days: int = Field(default=0, ge=0)
    control_non_cr_non_pd: bool = False
    adjudication: Literal["adjudicator", "worst", "first_reader"] = "adjudicator"


class Survival(Section):
    """Time to event: how progression is known, when a patient is censored, how days become months."""

    progression: Literal["reads", "recorded"] = "reads"
    pfs_censor: Literal["last_contact", "last_assessment"] = "last_contact"
    month_of_death: Literal["first", "middle", "last", "ask"] = "middle"
    new_therapy: Literal["ignore", "censor"] = "ignore"
    missed_visits: Literal["ignore", "censor"] = "ignore"
    visit_interval_days: int = Field(default=126, gt=0)
    aval_plus_one: int = Field(default=0, ge=0, le=1)
    days_per_month: float = Field(default=30.4375, gt=0)


class Windows(Section):
    """How many days before and after the index date a baseline value may lie."""

    labs_window_before_days: int = Field(default=28, ge=0)
    labs_window_after_days: int = Field(default=0, ge=0)
    imaging_window_before_days: int = Field(default=42, ge=0)
    imaging_window_after_days: int = Field(default=3, ge=0)
    assessment_window_before_days: int = Field(default=28, ge=0)
    assessment_window_after_days: int = Field(default=0, ge=0)


class Scores(Section):
    """Formulas of which more than one is in use."""

    bsa_formula: Literal["mosteller", "dubois"] = "mosteller"
    albumin_cut_g_dl: float = Field(default=2.8, gt=0)
    malbi_cut: float = Field(default=-2.27, gt=-2.6, lt=-1.39)  # grade 2 is 2a up to it
    ctcae_version: int | float = Field(default=5, gt=0)  # one whose bands sql/reference/ctcae_bands.csv has


class Gate(Section):
    """When a run stops because too much is quarantined, or too little was sent; a reason given lets one such run pass."""

    max_quarantined_pct: float = Field(default=25.0, ge=0, le=100, strict=False)
    min_rows_of_last_pct: float = Field(default=95.0, ge=0, le=100, strict=False)
    override_reason: str = ""
    override_day: dt.date | None = None  # the as-of date of the one run for which the reason holds

    @model_validator(mode="after")
    def _a_reason_has_its_day(self) -> "Gate":
        if self.override_reason and self.override_day is None:
            raise ValueError("override_reason holds for one run; name its as-of date beside it: override_day = 2024-12-31")
        return self

    def reason_on(self, as_of: dt.date) -> str:
        """Return why the run of this as-of date may pass all the same; "" for any other run."""
        return self.override_reason if as_of == self.override_day else ""


class Limits(Section):
    """How much one file may hold and take: unpacked, and how many times its packed size; memory and seconds of the processor."""

    max_unpacked_mb: int = Field(default=1_000, gt=0, le=1_000_000)
    max_ratio: int = Field(default=200, gt=0, le=1_000_000)
    memory_gb: float = Field(default=2, ge=0.25, le=1_000)
    seconds: float = Field(default=120, gt=0, le=86_400)


class RuleChange(Section):
    """How a rule is held here, where that differs from the book, or that it is off, and why."""

    off: bool = False
    accepted: bool = False  # as a whole: what it finds is shown as accepted, and asks nobody
    until: dt.date | None = None  # the last as-of date on which the change holds; without it, until it is taken out
    level: Literal["reject", "flag", "stop"] | None = None
    only_new: bool = False  # of level stop: a finding that the last release had already does not stop the run
    thresholds: dict[str, Annotated[float, Field(allow_inf_nan=False)]] = {}
    escalate_above_pct: float | None = Field(default=None, ge=0, le=100)
    reason: Annotated[str, AfterValidator(_is_filled)]

    def holds_on(self, as_of: dt.date) -> bool:
        """Say whether the change is in force for a run of this as-of date."""
        return self.until is None or as_of <= self.until


Months = Annotated[list[Annotated[float, Field(ge=0)]], Field(min_length=1)]
Further = Literal[  # what stands in the appendix beside the rest
    "readers",
    "response",
    "survival",
    "competing_events",
    "cox_models",
    "patient_courses",
    "response_curves",
    "adjusted_rates",
    "missing_values",
    "residuals",
    "checklists",
]


class Analysis(Section):
    """The statistics: tests, intervals, months (defaults: the paper's choices)."""

    counts_test: CountsTest = "chi_square"
    means_test: MeansTest = "by_variance"
    confidence_type: Literal["log", "plain", "log-log"] = "log"
    rate_months: Months = [6, 12, 24]
    rates_least_at_risk: int = Field(default=1, ge=1)
    at_risk_months: Months = [0, 3, 6, 9, 12]
    further: list[Further] = ["readers", "response", "survival", "competing_events", "cox_models"]
    quantiles: list[Annotated[float, Field(gt=0, lt=1)]] = [0.25, 0.75]
    restricted_mean_months: float | None = Field(default=None, gt=0)
    log_rank_until_months: float = Field(default=12, gt=0)
    entry_p: float = Field(default=0.1, gt=0, le=1)
    ph_transform: Literal["km", "identity", "log"] = "km"
    landmark_months: float = Field(default=3, gt=0)
    caliper_sd: float = Field(default=0.2, gt=0)


class Report(Section):
    """What the report shows, all of it inside the hospital or without small cells for print; in which language its headings are."""

    profile: Literal["internal", "publish"] = "internal"
    language: Literal["en", "ko"] = "en"
    small_cell: int = Field(default=5, ge=2)
    compare_with_paper: bool = False
    hazard_ratio_in_figures: bool = False


class Review(Section):
    """The review page in the restricted zone: in which language it opens, and of how many patients it has more than their queries."""

    language: Literal["en", "ko"] = "en"
    most_patients: int = Field(default=500, ge=0)


class Reading(Section):
    """How the files of a source are written; a table's own keys go before its source's."""

    encoding: Annotated[str, AfterValidator(_is_encoding)] | None = None
    delimiter: Literal["auto", ",", ";", "\t", "|"] | None = None
    footer_counts_rows: bool | None = None
    ends_with_newline: bool | None = None
    decimal_mark: Literal[".", ","] | None = None
    date_order: Literal["ymd", "dmy", "mdy"] | None = None
    day_numbers: Literal[1900, 1904] | None = None  # from which year a text file counts days that it writes as bare numbers
    timezone: Annotated[str, AfterValidator(_is_zone)] | None = None  # the hospital's, for times that come with an offset
    patient_number_width: int | None = Field(default=None, gt=0, le=50)  # digits of a patient number: zeros that went are put back
    missing: list[str] = []


class Table(Reading):
    """Which files of a source fill one table, and how their headers and codes are to be understood."""

    files: list[str] = Field(min_length=1)
    sheet: str | None = None
    births_from: int | None = Field(default=None, ge=1850, le=2000)  # births as yymmdd are of the hundred years from this one on
    deletes: dict[str, str] = {}  # where changes are sent: a header and the word in it by which a row says that what it is about is gone
    may_be_empty: bool = False  # a header alone is an extract: nothing of the kind has happened yet
    joined: list[str] = []  # files whose columns stand beside those of `files`, by the patient number
    leave_out: dict[str, list[str]] = {}  # a header and the words below it whose rows are of no interest: tests that nobody asked for
    only: dict[str, list[str]] = {}  # a header and the words below it whose rows alone are of this table
    headers: dict[str, str] = {}
    wide: dict[str, dict[str, str]] = {}  # headers of results, one column each, and what each says: test, unit; the column of its cells: is
    parts: dict[str, str | list[str]] = {}  # headers of texts with named parts, and how they are written
    given: dict[str, str] = {}  # what is so in every row, where no column says it
    codes: dict[str, dict[str, str]] = {}
    unit_of: dict[str, str] = {}  # the unit in which a length or a weight comes, where it is not that of its column
    units: dict[str, dict[str, Annotated[float, Field(gt=0)]]] = {}
    patient_id_column: str = ""  # of a source of another shape: the header of the patient number


NO_KEY = "no key"  # marks a field that is made of other keys, and that no settings file may have


class Source(Reading):
    """One system that sends extracts. `shape` is "tables", or a folder of the hospital's own SQL, beside the settings."""

    shape: str = "tables"
    sends: Literal["all", "changes"] = "all"  # each night; changes: what was sent before is taken from the store
    identifiers: list[str] = []
    own_sql: Annotated[dict[str, str], NO_KEY] = {}  # the texts of that folder by the stems of its files
    tables: dict[str, Table]


OF_NO_RESULT = {"messages", "operations"}  # what of the settings a release does not depend on


class Settings(Section):
    """The whole of registry.toml; `on` leaves out what holds no more."""

    def on(self, as_of: dt.date) -> "Settings":
        """Return the settings as they are on an as-of date: without changes of rules that were given an end before it."""
        return self.model_copy(update={"rules": {key: change for key, change in self.rules.items() if change.holds_on(as_of)}})

    def ended_on(self, as_of: dt.date) -> tuple[str, ...]:
        """Return a sentence for each change of a rule that holds no more."""
        ended = ((key, change) for key, change in self.rules.items() if not change.holds_on(as_of))
        return tuple(
            f"{key} is held as in the book again: the change in [rules] was until {change.until} ({change.reason})" for key, change in ended
        )

    registry: Registry
    study: Study = Study()
    identity: Identity = Identity()
    readers: Annotated[dict[str, Literal["reader", "adjudicator"]], AfterValidator(_names_each_reader_once)] = {}
    response: Response = Response()
    survival: Survival = Survival()
    windows: Windows = Windows()
    scores: Scores = Scores()
    gate: Gate = Gate()
    limits: Limits = Limits()
    rules: dict[str, RuleChange] = {}
    analysis: Analysis = Analysis()
    report: Report = Report()
    messages: Messages = Messages()
    operations: Operations = Operations()
    review: Review = Review()
    sources: dict[str, Source] = Field(min_length=1)

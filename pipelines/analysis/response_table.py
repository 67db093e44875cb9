"""Table 2: the best responses, objective response and disease control by arm, with exact intervals; unconfirmed, confirmed, per reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.arms import arms_of
from pipelines.analysis.group_tests import CountTest, Test, compare_counts
from pipelines.analysis.proportions import Proportion, proportion, proportion_with_interval
from pipelines.analysis.response_sets import OBJECTIVE, ResponseSet

# From best to worst; those of the paper are always shown, the others only where they occur.
RESPONSES = ("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "ND")
NOT_EVALUABLE = "NE"
NOT_ASSESSED = (NOT_EVALUABLE, "ND")
ALWAYS_SHOWN = ("CR", "PR", "SD", "PD", "NE")


@dataclass(frozen=True)
class ResponseLine:
    """One response in each group; the denominators hold all patients, also those not evaluable."""

    name: str
    groups: tuple[Proportion, ...]


@dataclass(frozen=True)
class ResponseRate:
    """The share of a set of responses in each group, and the test of its difference between the arms."""

    name: str
    label: str
    responses: tuple[str, ...]
    groups: tuple[Proportion, ...]
    test: Test


@dataclass(frozen=True)
class ResponseTable:
    """Table 2 by one definition. `groups` are the arms and, last, "all"; `responses_test` is that of the whole table with its NE row."""

    definition: str
    groups: tuple[str, ...]
    sizes: tuple[int, ...]
    responses: tuple[ResponseLine, ...]
    responses_test: Test
    rates: tuple[ResponseRate, ...]

    @property
    def lines(self) -> tuple[ResponseLine | ResponseRate, ...]:
        """All lines, the rates last."""
        return (*self.responses, *self.rates)

    @property
    def tests(self) -> tuple[Test, ...]:
        """The test of the responses, then those of the rates."""
        return (self.responses_test, *(rate.test for rate in self.rates))

    @property
    def responders(self) -> ResponseRate:
        """The rate of those with an objective response."""
        return self.rate(OBJECTIVE)

    def line(self, name: str) -> ResponseLine | ResponseRate:
        """Return the line of a response, or of a rate."""
        return next(line for line in self.lines if line.name == name)

    def rate(self, name: str) -> ResponseRate:
        """Return a rate."""
        return next(rate for rate in self.rates if rate.name == name)


def fit_response_table(
    patients: pl.DataFrame, confirmed: bool = False, counts_test: CountTest = "chi_square", sets: Sequence[ResponseSet] = ()
) -> ResponseTable:
    """Return Table 2 from the best responses of cohort.patients, confirmed or not, with the rate of each set of responses."""
    column = "confirmed_best_response" if confirmed else "best_response"
    definition = "confirmed best response" if confirmed else "best response, confirmation not asked for"
    best = patients.select("patient_id", "arm", pl.col(column).fill_null(NOT_EVALUABLE).alias("best"))
    return table_of_best(best, definition, counts_test, sets)


def fit_reader_tables(
    patients: pl.DataFrame,
    read_responses: pl.DataFrame,
    counts_test: CountTest = "chi_square",
    sets: Sequence[ResponseSet] = (),
) -> tuple[ResponseTable, ...]:
    """Return Table 2 of each reader (not the adjudicator), each by this reader's own reads of cohort.read_responses.

    A patient whom a reader never read is NE with this reader.
    """
    tables = tables_by_reader(patients, fit_reader_responses(patients, read_responses))
    return tuple(table_of_best(own, f"best response by reader {reader} alone", counts_test, sets) for reader, own in tables)


def tables_by_reader(patients: pl.DataFrame, reads: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield each reader with the best responses of all patients (patient_id, arm, best); of those never read, NE."""
    for reader in reads["reader_id"].unique().sort():
        best = reads.filter(pl.col("reader_id") == reader).select("patient_id", "best")
        own = patients.select("patient_id", "arm").join(best, on="patient_id", how="left")
        yield reader, own.with_columns(pl.col("best").fill_null(NOT_EVALUABLE))


def fit_reader_responses(patients: pl.DataFrame, read_responses: pl.DataFrame) -> pl.DataFrame:
    """Return the best response of each patient with each reader: patient_id, reader_id, best."""
    rank = pl.col("response").replace_strict(RESPONSES, range(len(RESPONSES)), default=len(RESPONSES))
    return (
        counted_reads(patients, read_responses)
        .sort("patient_id", "reader_id", rank, "exam_date")
        .unique(["patient_id", "reader_id"], keep="first", maintain_order=True)
        .select("patient_id", "reader_id", best="response")
    )


def counted_reads(patients: pl.DataFrame, read_responses: pl.DataFrame) -> pl.DataFrame:
    """Return the reads of readers that count for their best response, with their response, recorded or else derived.

    A read counts as an exam does in cohort.response_histories: of the patient's index treatment, after the index
    day, not after this reader's own first progression.
    """
    return (
        read_responses.filter(pl.col("is_index_course") & (pl.col("reader_role") == "reader"))
        .with_columns(pl.coalesce("recorded_overall_response", "derived_overall_response").replace("NED", NOT_EVALUABLE).alias("response"))
        .drop_nulls(["response", "exam_date"])
        .join(patients.select("patient_id", "index_date"), on="patient_id")
        .filter(pl.col("exam_date") > pl.col("index_date"))
        .with_columns(
            pl.col("exam_date").filter(pl.col("response") == "PD").min().over("patient_id", "reader_id").alias("first_pd_date"),
        )
        .filter((pl.col("exam_date") <= pl.col("first_pd_date")).fill_null(True))
    )


def table_of_best(best: pl.DataFrame, definition: str, counts_test: CountTest, sets: Sequence[ResponseSet]) -> ResponseTable:
    """Return Table 2 of best responses: patient_id, arm, best."""
    arms = arms_of(best)
    responses = [best.filter(pl.col("arm") == arm)["best"] for arm in arms] + [best["best"]]
    seen = set(best["best"])
    names = [name for name in RESPONSES if name in ALWAYS_SHOWN or name in seen] + sorted(seen - set(RESPONSES))

    def rate(counted: ResponseSet) -> ResponseRate:
        counts = [int(group.is_in(list(counted.responses)).sum()) for group in responses]
        shares = tuple(proportion_with_interval(n, len(group)) for n, group in zip(counts, responses, strict=True))
        have = counts[:-1]
        have_not = [len(group) - n for n, group in zip(have, responses[:-1], strict=True)]
        test = compare_counts([have, have_not], counts_test)
        return ResponseRate(counted.name, counted.label, counted.responses, shares, test)

    lines = tuple(ResponseLine(name, tuple(proportion(int((group == name).sum()), len(group)) for group in responses)) for name in names)
    return ResponseTable(
        definition=definition,
        groups=(*arms, "all"),
        sizes=tuple(len(group) for group in responses),
        responses=lines,
        responses_test=compare_counts([[group.count for group in line.groups[:-1]] for line in lines], counts_test),
        rates=tuple(map(rate, sets)),
    )

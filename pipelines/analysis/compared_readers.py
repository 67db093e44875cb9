"""How far the readers agree on the response at each exam and on the sums that they measured, for each two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from pipelines.analysis.agreement import correlation_with_limits, kappa_with_limits, limits_of_agreement
from pipelines.analysis.kaplan_meier import Estimate
from pipelines.analysis.proportions import Proportion, proportion

ORDERED = ("CR", "PR", "SD", "PD")  # from best to worst; NON-CR/NON-PD stands where SD does


@dataclass(frozen=True)
class ReaderAgreement:
    """Two readers on the exams of the cohort that both read: those to which both gave a response, and those that both measured."""

    readers: tuple[str, str]
    patients: int
    same: Proportion
    kappa: Estimate
    weighted_kappa: Estimate
    measured: int
    correlation: Estimate
    difference: Estimate  # of the sums in mm, with the limits of agreement


def compare_readers(patients: pl.DataFrame, read_responses: pl.DataFrame) -> tuple[ReaderAgreement, ...]:
    """Return the agreement of each two readers (not the adjudicator) by the reads of the index treatment in cohort.read_responses."""
    reads = (
        read_responses.filter(pl.col("is_index_course") & (pl.col("reader_role") == "reader"))
        .join(patients.select("patient_id"), on="patient_id", how="semi")
        .filter(pl.col("timepoint").is_null() | (pl.col("timepoint") > 0))
        .with_columns(response=pl.coalesce("recorded_overall_response", "derived_overall_response").replace("NON-CR/NON-PD", "SD"))
        .sort("patient_id", "exam_id", "reader_id", "read_key")
        .unique(["patient_id", "exam_id", "reader_id"], keep="last", maintain_order=True)
    )
    return tuple(_pair(reads, pair) for pair in combinations(sorted(reads["reader_id"].unique()), 2))


def _pair(reads: pl.DataFrame, pair: Sequence[str]) -> ReaderAgreement:
    columns = ("patient_id", "exam_id", "response", "sum_mm")
    first, second = (reads.filter(pl.col("reader_id") == reader).select(columns) for reader in pair)
    both = first.join(second, on=["patient_id", "exam_id"], suffix="_second").sort("patient_id", "exam_id")
    judged = both.filter(pl.col("response").is_in(ORDERED) & pl.col("response_second").is_in(ORDERED))
    measured = both.drop_nulls(["sum_mm", "sum_mm_second"])
    place = {response: number for number, response in enumerate(ORDERED)}
    own, other = (np.array([place[one] for one in judged[column]], dtype=int) for column in ("response", "response_second"))
    names, size = judged["patient_id"].to_numpy(), len(ORDERED)
    sum_of_first, sum_of_second = measured["sum_mm"].to_numpy(), measured["sum_mm_second"].to_numpy()
    return ReaderAgreement(
        readers=(pair[0], pair[1]),
        patients=judged["patient_id"].n_unique(),
        same=proportion(int((own == other).sum()), judged.height),
        kappa=kappa_with_limits(own, other, names, size),
        weighted_kappa=kappa_with_limits(own, other, names, size, is_weighted=True),
        measured=measured.height,
        correlation=correlation_with_limits(sum_of_first, sum_of_second, measured["patient_id"].to_numpy()),
        difference=limits_of_agreement(sum_of_first, sum_of_second),
    )

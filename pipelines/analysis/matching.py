"""Pairs of one patient of each arm with nearly the same propensity score: nearest neighbour, each patient once, within a caliper.

Citation: Austin, Pharm Stat 2011;10:150 (caliper of 0.2 pooled standard deviations of the logit of the score).
"""

import numpy as np
import polars as pl

SAME = 9  # decimals: logits that are alike so far are equal, whatever the order in which a processor adds


def match_pairs(scored: pl.DataFrame, caliper_sd: float = 0.2) -> pl.DataFrame:
    """Return the matched rows of `scored` (patient_id, is_treated, logit) with the number of their pair.

    The treated patient with the highest score chooses first; of equally near partners the first by patient_id is taken: the same cohort
    always gives the same pairs.
    """
    scored = scored.with_columns(pl.col("logit").round(SAME))
    treated = scored.filter("is_treated").sort(["logit", "patient_id"], descending=[True, False])
    others = scored.filter(~pl.col("is_treated")).sort("patient_id")
    if treated.height < 2 or others.height < 2:
        return scored.clear().with_columns(pair=pl.lit(0, dtype=pl.Int64))
    caliper = caliper_sd * float(np.sqrt(sum(frame.select(pl.col("logit").var()).item() for frame in (treated, others)) / 2))
    logits, free = others["logit"].to_numpy(), np.ones(others.height, dtype=bool)
    pair_of: dict[str, int] = {}
    for patient, logit in treated.select("patient_id", "logit").rows():
        distance = np.where(free, np.abs(logits - logit).round(SAME), np.inf)
        nearest = int(np.argmin(distance))
        if distance[nearest] <= caliper:
            free[nearest] = False
            number = len(pair_of) // 2 + 1
            pair_of |= {patient: number, others["patient_id"][nearest]: number}
    matched = pl.DataFrame(
        {"patient_id": list(pair_of), "pair": list(pair_of.values())}, schema={"patient_id": pl.String, "pair": pl.Int64}
    )
    return scored.join(matched, on="patient_id").sort("pair", "is_treated")

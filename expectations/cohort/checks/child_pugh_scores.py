"""Child-Pugh scores: what the site recorded is what the five items add up to."""

from schemas.rule import Rule

ITEMS = (
    "'bilirubin ' || round(total_bilirubin_mg_dl, 2) || ' mg/dL, albumin ' || round(albumin_g_dl, 2) || ' g/dL, INR ' || round(inr, 2) "
    "|| ', ascites ' || ascites || ', encephalopathy ' || encephalopathy || ': ' || derived_score || ' points, class ' "
    "|| child_pugh_class(derived_score) || '; recorded ' || coalesce(recorded_score || ' points', 'class ' || recorded_class)"
)
RULES = (
    Rule(
        id="CC-002",
        name="recorded_child_pugh_score_equals_its_five_items",
        level="flag",
        category="conformance, computational",
        columns=("recorded_score", "recorded_class", "derived_score"),
        when_null="passes: an item is missing, or the nearest laboratory result is too far from the visit",
        message=(
            "the recorded Child-Pugh score (or the class, where no score is recorded) is not that of bilirubin, albumin, INR, ascites and "
            "encephalopathy within {lab_days} days of the visit"
        ),
        action="Add the five items up again; correct the score, or the item that is wrong.",
        citation="Child-Pugh tables (PMC3017746); lower albumin cut by setting",
        thresholds={"lab_days": 3},
        applies="derived_score is not null and lab_distance_days <= {lab_days}",
        query=(
            "select source_row_key as row_key from {batch} where lab_distance_days <= {lab_days} and (derived_score <> recorded_score "
            "or (recorded_score is null and child_pugh_class(derived_score) <> recorded_class))"
        ),
        shows=ITEMS,
    ),
)

"""Patient changes: nobody of the last release vanishes, comes back to life, or was seen for longer than now.

How many vanish is a matter of the whole table, and one of Great Expectations' own classes counts them. Who vanishes, revives or was seen
earlier is a matter of each patient's row, and of the hospital that is asked about it: its classes compare two columns of a row, but
neither store which rows differ beyond the first few nor know what NULL means here. So these are our expectation about rows.
"""

from dataclasses import replace

from expectations.quarantine.row_counts import ALLOWED_BY_REASON, OVERRIDE
from schemas.rule import Rule

VANISHED = "was_accepted and not is_sent"
# A contact that is quarantined has its own finding, and the patient waits for it; one who is not sent at all is CP-016.
COMPARED = "was_dead is not null and is_sent and not has_quarantined_contact"


def _stop_or_ask(rule: Rule) -> tuple[Rule, Rule]:
    """Return the rule that stops, and the one that still asks where a reason lets the run pass."""
    asks = replace(
        rule,
        name=f"{rule.name}_even_by_reason",
        level="flag",
        where=f"({rule.where}) and not ({ALLOWED_BY_REASON})",
    )
    return replace(rule, where=f"({rule.where}) and {ALLOWED_BY_REASON}"), asks


RULES = (
    Rule(
        id="CP-016",
        name="patient_of_the_last_release_is_still_sent",
        level="flag",
        category="completeness",
        columns=("is_sent", "was_accepted"),
        when_null="passes: there is no last release to compare with",
        message="the patient was in the last release, and no row of the patients extract has this number any more",
        action="Send the whole extract, or say that the patient has withdrawn or has another number now.",
        citation="Registry protocol: extracts are cumulative",
        applies="was_accepted",
        where=f"{VANISHED} and patients_alike is null",
    ),
    Rule(
        id="CP-016",
        name="patient_of_the_last_release_has_no_new_number",
        level="flag",
        category="completeness",
        columns=("is_sent", "was_accepted", "patients_alike"),
        when_null="passes: there is no last release to compare with, or nobody is alike",
        message=(
            "the patient was in the last release and is not sent any more, but one of the same sex, year of birth and day of diagnosis is: "
            "the number may have changed, or two numbers may have been merged"
        ),
        action="Say whether both are one patient; if not, send the rows of this number again.",
        citation="Registry protocol: extracts are cumulative",
        applies="was_accepted",
        where=f"{VANISHED} and patients_alike is not null",
        shows="'alike: ' || patients_alike",
    ),
    Rule(
        id="CP-016",
        name="nearly_all_patients_of_the_last_release_are_still_sent",
        level="stop",
        category="completeness",
        columns=("is_sent", "was_accepted"),
        when_null="passes: there is no last release to compare with",
        message="more than {min_count} patients of the last release, and more than {above_pct} % of them, are not sent any more",
        action=f"Send the whole extract; a changed form of the patient numbers is a usual cause; {OVERRIDE}.",
        citation="Registry protocol: extracts are cumulative",
        thresholds={"above_pct": 1, "min_count": 5},
        applies="was_accepted",
        expectation=("ExpectTableRowCountToBeBetween", {"row_condition": {"was_accepted": True, "is_sent": False}}),
        limits={"max_value": f"case when {ALLOWED_BY_REASON} then greatest({{min_count}}, floor(count(*) * {{above_pct}} / 100)) end"},
        whole="patients",
    ),
    *_stop_or_ask(
        Rule(
            id="TE-008",
            name="the_dead_stay_dead",
            level="stop",
            category="plausibility, temporal",
            columns=("was_dead", "is_dead"),
            when_null="passes: there is no last release to compare with",
            message="the patient was dead in the last release and is not dead now",
            action=f"Look at the patient's contacts: a death was entered wrongly then, or is missing now; {OVERRIDE}.",
            citation="Registry protocol: what is known of survival is not lost from one release to the next",
            applies=COMPARED,
            where=f"{COMPARED} and was_dead and not is_dead",
        )
    ),
    *_stop_or_ask(
        Rule(
            id="TE-008",
            name="last_contact_does_not_move_back",
            level="stop",
            category="plausibility, temporal",
            columns=("earlier_last_contact_date", "last_contact_date"),
            when_null="passes: there is no last release to compare with; fails for a patient whose contacts are all gone",
            message="the last contact of the patient is earlier than in the last release",
            action=f"Look at the patient's contacts: one was entered wrongly then, or is missing now; {OVERRIDE}.",
            citation="Registry protocol: what is known of survival is not lost from one release to the next",
            applies=COMPARED,
            where=f"{COMPARED} and not coalesce(last_contact_date >= earlier_last_contact_date, false)",
            shows="'last contact ' || coalesce(last_contact_date::varchar, 'none') || ', last time ' || earlier_last_contact_date",
        )
    ),
)

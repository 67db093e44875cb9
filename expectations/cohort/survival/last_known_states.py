"""Last known states: the last contact is the last."""

from schemas.rule import Escalation, Rule

RULES = (
    Rule(
        id="PT-006",
        name="last_contact_is_not_before_any_dated_record",
        level="flag",
        category="plausibility, temporal",
        columns=("last_contact_date", "last_record_date"),
        when_null="passes: a patient without dated records cannot be judged",
        message="a record of the patient is dated after the last contact; the later date is used",
        action="Send the last contact anew, or correct the date of the record.",
        citation="admiral LSTALVDT: under-stated follow-up biases survival",
        applies="last_record_date is not null",
        query="select contact_row_key as row_key from {batch} where has_later_record",
        shows="'a record of ' || last_record_date || ' lies ' || (last_record_date - last_contact_date) || ' days after the last contact'",
        escalation=Escalation(above_pct=10, of="patients"),
    ),
)

"""Date logic that every table with dates shares: not in the future, not before birth, no default dates, not after death."""

from schemas.rule import Escalation, Rule

DEFAULT_DATES = "(date '1900-01-01', date '1899-12-30', date '1899-12-31', date '1970-01-01', date '9999-12-31')"
NULL_PASSES = "passes: a missing date is a matter of completeness"


def not_in_the_future(*columns: str, **compared: str) -> tuple[Rule, ...]:
    """No date after the as-of date of the extract; `compared` names the first day of a date that may be known in part."""
    return tuple(
        Rule(
            id="PT-001",
            name=f"{column}_is_not_after_the_extract",
            level="reject",
            category="plausibility, temporal",
            columns=(column,),
            when_null=NULL_PASSES,
            message="the date lies after the as-of date of the extract",
            action="Correct the date, or the as_of date in registry.toml.",
            citation="OHDSI DataQualityDashboard plausibleValueHigh",
            where=f"{compared.get(column, column)} > getvariable('as_of')",
            escalation=Escalation(above_pct=0.5),
        )
        for column in columns
    )


def not_before_birth(*columns: str, birth: str = "birth_date_of(patient_id)", **compared: str) -> tuple[Rule, ...]:
    """No date before the patient's birth, and none of those that systems fill in; `compared` names the last day of one known in part."""
    return tuple(
        Rule(
            id="PT-002",
            name=f"{column}_is_not_before_birth_and_no_default_date",
            level="reject",
            category="plausibility, temporal",
            columns=(column,),
            when_null=NULL_PASSES,
            message="the date lies before the patient's birth, or is one that systems fill in by themselves (such as 1900-01-01)",
            action="Correct the date, or the date of birth.",
            citation="OHDSI DataQualityDashboard plausibleAfterBirth",
            where=f"{column} in {DEFAULT_DATES} or {compared.get(column, column)} < {birth}",
        )
        for column in columns
    )


def not_after_death(column: str, *, days_allowed: int = 0) -> Rule:
    """Nothing is given, scanned or drawn after death; a laboratory may report a day late."""
    return Rule(
        id="PT-005",
        name=f"{column}_is_not_after_death",
        level="reject",
        category="plausibility, temporal",
        columns=(column,),
        when_null=NULL_PASSES,
        message="the date lies after the patient's death" + (f" by more than {days_allowed} day" if days_allowed else ""),
        action="Correct the date, the date of death, or the patient number.",
        citation="sdtmchecks check_ex_exstdtc_after_dd, check_lb_lbdtc_after_dd",
        where=f"{column} > death_date_of(patient_id) + {days_allowed}",
        held_against="the date of death",
    )

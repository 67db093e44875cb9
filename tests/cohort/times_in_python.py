"""Survival, and time to progression, a second time, in plain Python: it shares no code and no query with the SQL.

An ending is {"is_dead", "contact", "death", "month": the first day of the month of death, where its day is not known; "recorded":
[(day of progression, last day free of it)], "therapies": days of other therapies}; all days count from the index day; None: not known.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Conventions:
    """The settings on which times depend."""

    progression: str = "reads"  # or "recorded" by the site
    pfs_censor: str = "last_contact"  # or "last_assessment"
    month_of_death: str = "middle"  # or "first", "last"
    new_therapy: str = "ignore"  # or "censor"


def first_progression(exams, ending, conventions):
    """Return the day of the first progression after the index day; `exams` are the decided ones, as (day, response)."""
    if conventions.progression == "reads":
        days = [day for day, response in exams if day > 0 and response == "PD"]
    else:
        days = [progression for progression, _ in ending["recorded"] if progression is not None and progression >= 0]
    return min(days, default=None)


def days_assessed(exams, ending, conventions):
    """Return the days after the index day on which progression was assessed; what the site says goes before the reads."""
    said = [free for _, free in ending["recorded"] if free is not None and free >= 0] if conventions.progression == "recorded" else []
    return said or [day for day, response in exams if day > 0 and response not in (None, "NE", "ND")]


def last_alive(days_seen, ending):
    """Return the last day on which the patient was known alive; `days_seen` are those of all exams and treatments."""
    said = [day for pair in ending["recorded"] for day in pair if day is not None]
    return max([ending["contact"], *days_seen, *said, *ending["therapies"]])


def day_of_death(alive, ending, month_length, conventions):
    """Return the day of death, chosen within its month where that alone is known, but not before the patient was last known alive."""
    if ending["death"] is not None or ending["month"] is None:
        return ending["death"]
    within = {"first": 0, "middle": 14, "last": month_length - 1}[conventions.month_of_death]
    return max(ending["month"] + within, alive)


def times(exams, days_seen, ending, month_length, conventions):
    """Return {endpoint: (days, whether it ended with the event)} of overall and progression-free survival and time to progression."""
    alive = last_alive(days_seen, ending)
    death = day_of_death(alive, ending, month_length, conventions)
    progression = first_progression(exams, ending, conventions)
    new_therapy = min((day for day in ending["therapies"] if day > 0), default=None)
    end = new_therapy if conventions.new_therapy == "censor" and new_therapy is not None else float("inf")

    def until(events, censorings):
        events = [day for day in events if day is not None and day <= end]
        return (min(events), True) if events else (max([0, *(day for day in censorings if day <= end)]), False)

    assessed = days_assessed(exams, ending, conventions)
    contact = [alive] if conventions.pfs_censor == "last_contact" else []
    return {
        "OS": (alive, False) if death is None else (death, True),
        "PFS": until([progression, death], [*assessed, *contact]),
        "TTP": until([progression], assessed),
    }

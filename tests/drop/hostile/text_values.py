"""Values in text that say something else than they seem to: weekdays, brackets, decimal marks, numbers of days, marks of a copy."""

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.kind import kind

AST, ALB, AFP, AST_2, NA, TBIL = (line for line in LABS.decode().splitlines()[1:])


def unreadable(rule: str, *lines: str) -> dict:
    """Return what the kind expects where a value or a day cannot be read."""
    return {"quarantined": {rule: len(lines)}, "lost": {"labs": list(lines)}}


@kind(
    "a weekday that is not that of its day, a second day or the lunar calendar in brackets: no day",
    **unreadable("CV-009", AST, AST_2, TBIL),
)
def csv_days_that_contradict_themselves(drop):
    drop.replace("labs", "45,U/L,2023-01-09", "45,U/L,2023-01-09 (화)")
    drop.replace("labs", "61,U/L,2023-01-16", "61,U/L,2023-01-16(2023-02-16)")
    drop.replace("labs", "0.8,mg/dL,2023-01-20", "0.8,mg/dL,2023-01-20(음)")


@kind("years of other eras, weeks, days of the year, seconds since 1970: no day", **unreadable("CV-009", AST, ALB, AST_2, TBIL))
def csv_days_of_other_calendars(drop):
    drop.replace("labs", "45,U/L,2023-01-09", "45,U/L,令和5年1月9日")
    drop.replace("labs", "3.9,g/dL,2023-01-09", "3.9,g/dL,2023-W02-1")
    drop.replace("labs", "61,U/L,2023-01-16", "61,U/L,1673827200")
    drop.replace("labs", "0.8,mg/dL,2023-01-20", "0.8,mg/dL,2023-020")


@kind("two numbers, a range, a doubt, a mark that strikes out or goes back: no number", **unreadable("CV-016", AST, ALB, AST_2, NA, TBIL))
def csv_numbers_that_are_none(drop):
    drop.replace("labs", "AST,45,", "AST,45->50,")
    drop.replace("labs", "ALB,3.9,", "ALB,~3.9,")
    drop.replace("labs", "AST,61,", "AST,6\u03361\u0336,")
    drop.replace("labs", "NA,139,", "NA,193\b\b39,")
    drop.replace("labs", "TBIL,0.8,", "TBIL,8-Jan,")


@kind("a comma before decimals where the settings say a point: no number", **unreadable("CV-016", ALB))
def csv_either_decimal_mark(drop):
    drop.replace("labs", "ALB,3.9,", 'ALB,"3,9",')


@kind("sodium of 61 is impossible", **unreadable("PA-012", NA))
def csv_sodium_that_is_impossible(drop):
    drop.replace("labs", "NA,139,", "NA,61,")


@kind("a copy that a program for sharing folders keeps of a conflict is a copy", refused="is called a copy of")
def copy_of_a_conflict(drop):
    (drop.drop / "labs (conflicted copy 2023-01-09).csv").write_bytes(LABS.replace(b"AST,45", b"AST,46"))


@kind("so is one under the name that another such program gives", refused="is called a copy of")
def copy_of_a_conflict_by_number(drop):
    (drop.drop / "labs.sync-conflict-20230109-101010-ABCDEFG.csv").write_bytes(LABS.replace(b"AST,45", b"AST,46"))

"""Pressures: the heart fills between two beats."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="BP-002",
        name="diastolic_lies_below_systolic",
        level="reject",
        category="plausibility, atemporal",
        columns=("systolic", "diastolic"),
        when_null="passes: there is nothing to compare",
        message="the diastolic pressure is not below the systolic one",
        action="Correct the two, which may have been swapped.",
        citation="Toy protocol",
        applies="systolic is not null and diastolic is not null",
        where="diastolic >= systolic",
    ),
)

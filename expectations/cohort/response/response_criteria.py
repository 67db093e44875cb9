"""Response criteria: the diameters that a criterion asks for are sent."""

from schemas.rule import Rule

RULES = (
    Rule(
        id="MR-022",
        name="criterion_has_the_diameters_that_it_sums",
        level="flag",
        category="completeness",
        columns=("criterion", "measured_read_count"),
        when_null="fails: no read is a number, too",
        message="the study asks for responses by a criterion whose diameters no read has: by it nobody is evaluable",
        action="Send these diameters in the extracts of lesions or reads, or leave the criterion out of study.criteria.",
        citation="RECIST 1.1 (PMC2755245): the diameter of the whole lesion, which no other stands for",
        where="not is_evaluable",
        shows="format('{} sums {} diameters', label, diameter)",
    ),
)

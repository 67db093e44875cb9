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
    # One finding for all: the responses stand, and a source without sums must not be asked about every one.
    Rule(
        id="MR-029",
        name="recorded_responses_can_be_verified",
        level="flag",
        category="completeness",
        columns=("recorded_read_count", "unverifiable_read_count"),
        when_null="passes: no response is recorded",
        message="recorded responses have no complete baseline sum of their reader: they count as recorded, and no arithmetic verifies them",
        action="Send the sums or the lesions of these readers' baselines, if they were measured; nothing else is to be done.",
        citation="RECIST 1.1: a response is a change against the baseline sum",
        where="is_recorded_criterion and unverifiable_read_count > 0",
        applies="is_recorded_criterion and recorded_read_count > 0",
        shows="format('{} of {} recorded responses', unverifiable_read_count, recorded_read_count)",
    ),
)

"""Reader pairs: two readers of one scan measure nearly the same, and not all the same."""

from schemas.rule import Rule

RULES = (
    # Readers who follow different targets have different sums: of those IR-005 asks. Sums sent without lesions do not tell.
    Rule(
        id="IR-004",
        name="sums_of_two_readers_are_near_each_other",
        level="flag",
        category="plausibility, atemporal",
        columns=("first_sum_mm", "second_sum_mm"),
        when_null="passes: a sum is incomplete, or the targets are not sent",
        message=(
            "the sums of two readers with targets in the same organs differ by more than {percent} % of their mean and more than {mm} mm"
        ),
        action="Have both readers look at their targets: they may have measured different lesions, or slipped a decimal point.",
        citation="Choi et al., Acad Radiol 2018;25(11), Table 4: intraclass correlation of sums 0.94-0.96",
        thresholds={"percent": 20, "mm": 10},
        query=(
            "select source_row_key as row_key from {batch} where target_overlap = 1 and difference_pct > {percent} "
            "and abs(difference_mm) > {mm}"
        ),
        applies="target_overlap = 1 and difference_mm is not null",
        shows=(
            "format('{} {:g} mm, {} {:g} mm on {}: {:+g} mm, {:.1f} % of their mean', "
            "first_reader_id, first_sum_mm, second_reader_id, second_sum_mm, exam_date, difference_mm, difference_pct)"
        ),
    ),
    Rule(
        id="IR-005",
        name="readers_choose_overlapping_targets",
        level="flag",
        category="plausibility, atemporal",
        columns=("target_overlap",),
        when_null="passes: one of the readers has no baseline target, or the targets are not sent",
        message="at baseline two readers chose targets of which less than {overlap} (by organ) are the same",
        action="Let both readers agree on the targets of the course, or have the course adjudicated.",
        citation="Choi et al., Acad Radiol 2018;25(11): the same targets go with the same response",
        thresholds={"overlap": 0.5},
        query="select source_row_key as row_key from {batch} where timepoint = 0 and target_overlap < {overlap}",
        applies="timepoint = 0 and target_overlap is not null",
        shows="format('{} and {}: {:.2f}', first_reader_id, second_reader_id, target_overlap)",
    ),
    # A small lesion that two readers measure alike is no copy: at least so many diameters must be compared.
    Rule(
        id="IR-007",
        name="reads_of_two_readers_are_not_copied",
        level="flag",
        category="plausibility, uniqueness",
        columns=("is_identical", "diameter_count"),
        when_null="passes: nothing measured by both",
        message=(
            "every diameter of two readers is the same over {exams} or more exams of a course ({diameters} or more diameters): "
            "the second read may be a copy"
        ),
        action="Ask whether the second reader read independently; have the exams read again if not.",
        citation="Registry protocol: two independent radiologists",
        thresholds={"exams": 3, "diameters": 12},
        query=(
            "select max(source_row_key) as row_key from {batch} where diameter_count > 0 "
            "group by patient_id, course, first_reader_id, second_reader_id "
            "having count(distinct exam_id) >= {exams} and bool_and(is_identical) and sum(diameter_count) >= {diameters}"
        ),
        applies="diameter_count > 0",
        shows="format('{} and {}', first_reader_id, second_reader_id)",
    ),
)

"""Reader agreement: two readers of the same scans agree better than chance, and neither always measures less."""

from schemas.rule import Rule

# What the counts behind it are, for a share of few exams says little.
SHOWS = (
    "format('{} and {}: kappa {} (linear weights), {:.1f} % equal, {} of {} exams', first_reader_id, second_reader_id, "
    "coalesce(format('{:.3f}', weighted_kappa), 'none'), crude_agreement_pct, equal_count, exam_count)"
)
NOT_ALIKE = "Let the readers read some exams together; have differing exams adjudicated before the response is used."
RULES = (
    Rule(
        id="IR-001",
        name="readers_and_adjudicator_are_different_people",
        level="stop",
        category="conformance, relational",
        columns=("first_reader_id", "second_reader_id"),
        when_null="fails: the roster is a setting and cannot be left out",
        message="two entries of the roster name one reader",
        action="Give every reader and adjudicator under [readers] a name of their own; capitals do not tell names apart.",
        citation="Registry protocol: two independent radiologists, and a third person who adjudicates",
        held_by="settings.sections.Settings",
    ),
    Rule(
        id="IR-006",
        name="readers_agree_fairly",
        level="flag",
        category="plausibility, atemporal",
        columns=("weighted_kappa", "crude_agreement_pct", "exam_count"),
        when_null="passes: too few exams that both read, or all of one response",
        message=(
            "weighted kappa of the overall response is below {kappa}, or less than {crude_pct} % of the exams have the same response "
            "({exams} or more exams)"
        ),
        action=NOT_ALIKE,
        citation="Choi et al., Acad Radiol 2018;25(11), Table 4: weighted kappa 0.577-0.618",
        thresholds={"kappa": 0.40, "crude_pct": 60, "exams": 10, "stop_kappa": 0.20, "stop_exams": 20},
        where=(
            "exam_count >= {exams} and (weighted_kappa < {kappa} or crude_agreement_pct < {crude_pct}) "
            "and not coalesce(exam_count >= {stop_exams} and weighted_kappa < {stop_kappa}, false)"
        ),
        applies="exam_count >= {exams}",
        shows=SHOWS,
    ),
    Rule(
        id="IR-006",
        name="readers_agree_better_than_chance",
        level="stop",
        category="plausibility, atemporal",
        columns=("weighted_kappa", "exam_count"),
        when_null="passes: too few exams that both read, or all of one response",
        message="weighted kappa of the overall response is below {stop_kappa} over {stop_exams} or more exams: two readers hardly agree",
        action=NOT_ALIKE,
        citation="Choi et al., Acad Radiol 2018;25(11), Table 4: weighted kappa 0.577-0.618",
        thresholds={"stop_kappa": 0.20, "stop_exams": 20},
        where="exam_count >= {stop_exams} and weighted_kappa < {stop_kappa}",
        applies="exam_count >= {stop_exams}",
        shows=SHOWS,
    ),
    Rule(
        id="IR-008",
        name="no_reader_always_measures_less",
        level="flag",
        category="plausibility, atemporal",
        columns=("first_lower_count", "second_lower_count", "sum_count", "sum_patient_count"),
        when_null="passes: too few sums of both",
        message=(
            "one reader's sum is the lower one in {share_pct} % or more of the exams that both measured "
            "({exams} or more exams of {patients} or more patients)"
        ),
        action="Compare how both readers measure: viable tumour alone, the longest diameter, the same phase.",
        citation="Sign test: 10 of 10 by chance in 1 of 512 pairs of readers; patients are counted, for exams of one patient go together",
        thresholds={"share_pct": 95, "exams": 10, "patients": 10},
        where=(
            "sum_count >= {exams} and sum_patient_count >= {patients} "
            "and 100 * greatest(first_lower_count, second_lower_count) >= {share_pct} * sum_count"
        ),
        applies="sum_count >= {exams} and sum_patient_count >= {patients}",
        shows=(
            "format('{} lower in {} and {} in {} of {} exams, mean difference {:+.1f} mm', "
            "first_reader_id, first_lower_count, second_reader_id, second_lower_count, sum_count, mean_difference_mm)"
        ),
    ),
)

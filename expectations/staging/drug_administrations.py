"""Drug administrations: no infusion twice, cycles in order, doses by the size of the body, none after death."""

from expectations.date_rules import not_after_death, not_before_birth, not_in_the_future
from expectations.dose_rules import DOSES
from expectations.key_rules import one_row_per
from schemas.planned_rows import interval, needed_drug
from schemas.rule import Protocol, Rule
from schemas.staging.drug_administrations import KEY

HARMS_KIDNEYS = "drug in (select r.drug from reference.drugs as r where r.harms_kidneys)"
INFUSIONS = "select i.row_key from derived.infusion_intervals as i"
BEFORE = {"of": (needed_drug, interval), "in_words": "infusions of a pair before the index treatment", "whose": "before"}

RULES = (
    one_row_per(
        KEY,
        "CR-004",
        "drug_is_given_once_a_day",
        "reject",
        "the same drug stands twice on one day with different details; both rows are quarantined",
        "Send the administration once, with the dose of the whole day. If a bolus and an infusion are two rows, docs/study.md (5) says how "
        "both count.",
        "sdtmchecks check_ex_dup",
    ),
    Rule(
        id="CV-024",
        name="dose_has_its_unit",
        level="reject",
        category="conformance, value",
        columns=("dose_status", "dose_unit_status"),
        when_null="fails for a dose without a unit; passes where no dose is sent",
        message="the dose has no unit, so that how much was given is not known",
        action="Send the unit with the dose.",
        citation="WHO ATC; RxNorm",
        where="dose_status = 'ok' and dose_unit_status = 'missing'",
    ),
    Rule(
        id="TX-005",
        name="cycles_are_numbered_in_order_of_date",
        level="reject",
        category="conformance, computational",
        columns=("cycle_no", "administration_date"),
        when_null="passes: a source that sends no cycle numbers is counted by dates",
        message="the cycle number is not the place of this cycle in the order of dates: one before it is missing, or two have this number",
        action="Send the missing cycle, or correct the cycle numbers.",
        citation="Registry protocol: cycle 1 day 1 is the index date",
        applies="route = 'HEPATIC_ARTERY' and cycle_no is not null and administration_date is not null",
        where=(
            "row_key in (select s.row_key from derived.cycle_sessions as s "
            "join derived.cycle_places as p using (patient_id, cycle_no, session_no) where p.place <> p.cycle_no)"
        ),
        shows="cycle_place_shown(row_key)",
    ),
    # Which of two interleaving cycles is wrong cannot be told from the rows: both go, as rows of one key do.
    Rule(
        id="TX-005",
        name="cycle_ends_before_the_next_begins",
        level="reject",
        category="conformance, computational",
        columns=("cycle_no", "day_no", "administration_date"),
        when_null="passes: a source that sends no cycle numbers is counted by dates",
        message="this cycle and the one before or after it share days; all rows of both are quarantined",
        action="Correct the dates or the cycle numbers of both cycles.",
        citation="Registry protocol: a session takes 3 to 5 days, cycles come every 4 to 6 weeks",
        applies="route = 'HEPATIC_ARTERY' and cycle_no is not null and administration_date is not null",
        where=(
            "route = 'HEPATIC_ARTERY' "
            "and (patient_id, cycle_no) in (select (o.patient_id, o.cycle_no) from derived.overlapping_cycles as o)"
        ),
        shows="overlap_shown(patient_id, cycle_no)",
    ),
    Rule(
        id="TX-003",
        name="day_number_fits_the_days_of_its_cycle",
        level="flag",
        category="plausibility, temporal",
        columns=("day_no", "administration_date"),
        when_null="passes: a source that sends no day or cycle numbers is counted by dates",
        message="the day number does not fit the date: most rows of this cycle say another first day",
        action="Check the date and the day number of this row; the other rows of its cycle agree with each other.",
        citation="sql/reference/regimens.csv: the days of a cycle",
        applies="route = 'HEPATIC_ARTERY' and cycle_no is not null and day_no is not null and administration_date is not null",
        where="row_key in (select d.row_key from derived.cycle_days as d where d.day_no <> d.derived_day_no)",
        shows="cycle_day_shown(row_key)",
    ),
    *DOSES,
    Rule(
        id="TX-008",
        name="drug_that_harms_kidneys_is_given_with_sound_ones",
        level="flag",
        category="plausibility, atemporal",
        columns=("drug", "administration_date"),
        when_null="passes: no creatinine, or none with its upper limit, is known of the days before",
        message=(
            "a drug that harms the kidneys was given although the creatinine was above {upper_limits} times its upper limit in the "
            "{days} days before"
        ),
        action="Confirm the creatinine and its unit, and the day and drug of the infusion.",
        citation="CTCAE v5.0, creatinine increased grade 2; sql/reference/drugs.csv",
        applies=f"route = 'HEPATIC_ARTERY' and {HARMS_KIDNEYS}",
        where=(
            "row_key in (select d.row_key from staging.drug_administrations as d join derived.creatinine_ratios as c using (patient_id) "
            f"where d.route = 'HEPATIC_ARTERY' and d.{HARMS_KIDNEYS} and c.ratio > {{upper_limits}} "
            "and d.administration_date - c.collected_date between 0 and {days})"
        ),
        thresholds={"upper_limits": 1.5, "days": 7},
        shows="creatinine_shown(patient_id, administration_date, {upper_limits}, {days})",
    ),
    Rule(
        id="TX-011",
        name="infusion_does_not_come_far_too_early",
        level="reject",
        category="plausibility, temporal",
        columns=("administration_date",),
        when_null="passes: the first infusion has no interval",
        message=(
            "the infusion follows the one before more than {earlier_days} days earlier than planned ({plan}): one of the two dates is wrong"
        ),
        action="Correct the date of this infusion or of the one before.",
        citation="sql/reference/regimens.csv, and the regimens of the study",
        applies=f"row_key in ({INFUSIONS})",
        where=f"row_key in ({INFUSIONS} where i.interval_days < i.cycle_days - {{earlier_days}})",
        thresholds={"earlier_days": 7},
        shows="infusion_interval_shown(row_key)",
        protocol=Protocol(**BEFORE, tells="intervals"),
    ),
    Rule(
        id="TX-011",
        name="infusion_is_given_when_it_is_planned",
        level="flag",
        category="plausibility, temporal",
        columns=("administration_date",),
        when_null="passes: the first infusion has no interval",
        message="the infusion does not follow the one before as planned ({plan}), and no reason for a hold is recorded",
        action="Check both dates; send the infusion that is missing, or the reason for the hold.",
        citation="sql/reference/regimens.csv, and the regimens of the study",
        applies=f"row_key in ({INFUSIONS})",
        where=(
            f"row_key in ({INFUSIONS} where i.interval_days >= i.cycle_days - {{earlier_days}} and "
            "(i.interval_days < i.least_interval_days or (i.interval_days > i.most_interval_days and not i.has_reason)))"
        ),
        explained_by=("reduction_reason", f"row_key in ({INFUSIONS} where i.interval_days > i.most_interval_days)"),
        thresholds={"earlier_days": 7},
        shows="infusion_interval_shown(row_key)",
        protocol=Protocol(**BEFORE, tells="intervals"),
    ),
    Rule(
        id="TX-011",
        name="drugs_of_a_pair_go_together",
        level="flag",
        category="plausibility, temporal",
        columns=("drug", "administration_date"),
        when_null="passes: an infusion without a day has its own finding",
        message="a drug was given on this day without the others of its regimen ({plan}), and no reason for a hold is recorded",
        action="Send the other drug of this day, or the reason why it was held.",
        citation="sql/reference/regimens.csv, and the regimens of the study",
        applies=f"row_key in ({INFUSIONS})",
        where=f"row_key in ({INFUSIONS} where not i.has_the_others and not i.has_reason)",
        explained_by=("reduction_reason", "true"),
        protocol=Protocol(**BEFORE, tells="regimens"),
    ),
    *not_in_the_future("administration_date"),
    *not_before_birth("administration_date"),
    not_after_death("administration_date"),
)

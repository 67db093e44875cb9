"""Infusions on the wrong day, out of order, twice, or not at all."""

from datetime import timedelta

from pipelines.synthetic.extract import FaultyRow, Raw
from pipelines.synthetic.fault import Case, kind

TABLE = "drug_administrations"


def cycles(case: Case) -> list[list[FaultyRow]]:
    """Return the infusions of every cycle of HAIC, in order."""
    infusions = case.rows(TABLE, route="HEPATIC_ARTERY")
    return [[row for row in infusions if row["cycle_no"] == number] for number in range(1, len(case.journey.cycles) + 1)]


def move(rows: list[FaultyRow], days: int) -> None:
    """Move infusions by days."""
    for row in rows:
        row["administration_date"] += timedelta(days)


@kind(TABLE, "TX-005")
def two_cycles_overlap(case: Case):
    case.need(len(case.journey.cycles) >= 2)
    *_, before, last = cycles(case)
    move(last, (before[0]["administration_date"] - last[0]["administration_date"]).days + 2)
    case.mark(*before, *last)


@kind(TABLE, "TX-004")
def a_cycle_begins_ten_days_after_the_one_before(case: Case):
    case.need(len(case.journey.cycles) >= 2)
    *_, before, last = cycles(case)
    move(last, (before[0]["administration_date"] - last[0]["administration_date"]).days + 10)
    case.mark(last[0])


@kind(TABLE, "TX-004")
def a_cycle_begins_ten_weeks_after_the_one_before(case: Case):
    case.need(len(case.journey.cycles) >= 2)
    *_, before, last = cycles(case)
    move(last, (before[0]["administration_date"] - last[0]["administration_date"]).days + 70)
    case.need(case.day(last[-1]["administration_date"]) <= case.journey.last_contact)
    case.mark(last[0])


@kind(TABLE, "TX-005")
def cycle_numbers_start_again_at_1(case: Case):
    case.need(len(case.journey.cycles) in (3, 4))
    later = [row for cycle in cycles(case)[2:] for row in cycle]
    for row in later:
        row["cycle_no"] -= 2
    case.mark(*later)


@kind(TABLE, "TX-005")
def a_cycle_number_is_left_out(case: Case):
    case.need(len(case.journey.cycles) >= 2)
    for row in (last := cycles(case)[-1]):
        row["cycle_no"] += 1
    case.mark(*last)


@kind(TABLE, "TX-005")
def the_infusions_of_a_cycle_are_not_sent(case: Case):
    case.need(len(case.journey.cycles) >= 3)
    _, second, *rest = cycles(case)
    case.drop(TABLE, second)
    case.mark(*(row for cycle in rest for row in cycle))


@kind(TABLE, "TX-003")
def cisplatin_is_given_on_the_first_day(case: Case):
    cycle = case.pick(cycles(case)[1:])
    (row,) = [row for row in cycle if row["drug"] == "CISPLATIN"]
    row["day_no"] = 1
    move([row], -1)
    case.mark_one_of(*cycle)


@kind(TABLE, "TX-003")
def the_third_day_of_a_cycle_is_given_a_week_later(case: Case):
    row = case.row(TABLE, lambda row: row["route"] == "HEPATIC_ARTERY", day_no=3)
    case.need(case.day(row["administration_date"]) + 7 <= case.journey.last_contact)
    case.mark(row)
    move([row], 7)


@kind(TABLE, "CP-013")
def a_day_of_fluorouracil_is_missing_without_a_reason(case: Case):
    cycle = case.pick([cycle for cycle in cycles(case)[1:] if not any(row["reduction_reason"] for row in cycle)])
    case.drop(TABLE, [row for row in cycle if row["day_no"] == 3])
    case.mark_one_of(*cycle)


@kind(TABLE, "CP-013")
def the_cisplatin_of_a_cycle_is_missing_without_a_reason(case: Case):
    cycle = case.pick([cycle for cycle in cycles(case)[1:] if not any(row["reduction_reason"] for row in cycle)])
    case.drop(TABLE, [row for row in cycle if row["drug"] == "CISPLATIN"])
    case.mark_one_of(*cycle)


@kind(TABLE, "TX-002")
def cisplatin_is_given_twice_in_a_cycle(case: Case):
    cycle = case.pick(cycles(case)[1:])
    (row,) = [row for row in cycle if row["drug"] == "CISPLATIN"]
    case.mark_one_of(*cycle, case.add(TABLE, row, day_no=3, administration_date=row["administration_date"] + timedelta(1)))


@kind(TABLE, "CR-004")
def an_infusion_stands_twice_with_different_doses(case: Case):
    row = case.row(TABLE, lambda row: row["route"] == "HEPATIC_ARTERY" and case.day(row["administration_date"]) > 14)
    case.mark(row, case.add(TABLE, row, dose=row["dose"] - 50))


@kind(TABLE, "PT-005", truth=lambda truth: truth.is_dead)
def a_cycle_is_given_after_death(case: Case):
    case.need(len(case.journey.cycles) >= 2)
    last = cycles(case)[-1]
    move(last, case.journey.death + 1 - case.day(last[0]["administration_date"]))
    case.mark(*last)


@kind(TABLE, "TX-007", truth=lambda truth: truth.has_progressed and truth.os_days - truth.pfs_days > 30)
def a_cycle_is_given_weeks_after_progression(case: Case):
    journey, last = case.journey, cycles(case)[-1]
    days = [day for day in range(journey.truth.pfs_days + 16, journey.last_contact - 3) if 22 <= day - journey.cycles[-1] <= 55]
    start = case.pick(days)
    added = []
    for row in last:
        day = row["administration_date"] + timedelta(start - journey.cycles[-1])
        added.append(case.add(TABLE, row, administration_date=day, cycle_no=len(journey.cycles) + 1))
    case.mark_one_of(*added)


@kind(TABLE, "TX-016")
def oxaliplatin_is_given_in_a_session_of_fluorouracil_and_cisplatin(case: Case):
    row = case.row(TABLE, lambda row: case.day(row["administration_date"]) > 14, drug="CISPLATIN")
    cycle = [each for each in case.rows(TABLE, route="HEPATIC_ARTERY") if each["cycle_no"] == row["cycle_no"]]
    case.mark_one_of(*cycle, case.add(TABLE, row, drug="OXALIPLATIN", dose=130))


@kind(TABLE, "TX-015", truth=lambda truth: truth.group == "post_ate_beva")
def atezolizumab_goes_on_after_the_change_of_treatment(case: Case):
    row = case.rows(TABLE, drug="ATEZOLIZUMAB")[-1]
    case.need(case.journey.last_contact > 20)
    case.mark(case.add(TABLE, row, administration_date=case.journey.date(9), cycle_no=row["cycle_no"] + 1))


@kind(TABLE, "TX-011", journey="ate_beva_only")
def atezolizumab_is_given_again_after_a_week(case: Case):
    doses = case.rows(TABLE, lambda row: row["cycle_no"] == 2)
    case.need(doses)
    move(doses, -14)
    case.mark(*(row for row in doses if row["drug"] == "ATEZOLIZUMAB"))


@kind(TABLE, "TX-011", journey="ate_beva_only")
def bevacizumab_is_left_out_without_a_reason(case: Case):
    row = case.row(TABLE, lambda row: row["cycle_no"] >= 2, drug="BEVACIZUMAB")
    case.drop(TABLE, [row])
    case.mark(*case.rows(TABLE, drug="ATEZOLIZUMAB", administration_date=row["administration_date"]))


@kind(TABLE, "TX-013", truth=lambda truth: truth.group == "post_ate_beva")
def the_failure_of_atezolizumab_is_not_shown_by_any_read(case: Case):
    day = max(row["exam_date"] for row in case.rows("imaging_reads", course="ATE_BEVA"))
    for table in ("imaging_reads", "lesions"):
        case.drop(table, case.rows(table, exam_date=day))
    case.mark(case.rows(TABLE, drug="ATEZOLIZUMAB")[-1])


@kind(TABLE, "PT-001", journey="sorafenib_first")
def an_infusion_is_dated_after_the_extract(case: Case):
    case.wrong(case.row(drug="SORAFENIB"), administration_date=Raw("01.03.2025"))


@kind(TABLE, "CV-009", journey="sorafenib_first")
def day_and_month_of_an_infusion_are_swapped(case: Case):
    row = case.row(TABLE, lambda row: row["administration_date"].day > 12, route="HEPATIC_ARTERY")
    case.wrong(row, administration_date=Raw(f"{row['administration_date']:%m.%d.%Y}"))


@kind(TABLE, "PT-002", journey="sorafenib_first")
def an_infusion_has_the_default_date_of_a_system(case: Case):
    case.wrong(case.row(drug="SORAFENIB"), administration_date=Raw("01.01.1970"))


@kind(TABLE, "CV-010", journey="sorafenib_first")
def only_the_month_of_an_infusion_is_known(case: Case):
    case.wrong(case.row(drug="SORAFENIB"), administration_date=Raw("2022-05"))

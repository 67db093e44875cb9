"""Faults in how it ended: vital status, last contact, death."""

from datetime import date, timedelta

from pipelines.synthetic.extract import FaultyRow, Raw
from pipelines.synthetic.fault import Case, kind


def last(case: Case) -> FaultyRow:
    """Return the contact that tells the end."""
    return case.tables["follow_up"][-1]


@kind("follow_up", "PT-007", truth=lambda truth: not truth.is_dead)
def a_living_patient_has_a_date_of_death(case: Case):
    case.wrong(last(case), death_date=last(case)["last_contact_date"])


@kind("follow_up", "PT-007", truth=lambda truth: truth.is_dead)
def a_patient_is_seen_alive_after_death(case: Case):
    end = last(case)
    alive = {"vital_status": "ALIVE", "death_date": None, "death_cause": None}
    case.mark(case.add("follow_up", end, last_contact_date=end["death_date"] + timedelta(20), **alive))


@kind("follow_up", "PT-007", truth=lambda truth: truth.is_dead)
def the_last_contact_is_after_the_death(case: Case):
    case.wrong(last(case), last_contact_date=last(case)["death_date"] + timedelta(9))


@kind("follow_up", "PT-007", truth=lambda truth: truth.is_dead)
def a_patient_has_two_dates_of_death(case: Case):
    end = last(case)
    later = {"last_contact_date": end["last_contact_date"] + timedelta(1), "death_date": end["death_date"] + timedelta(30)}
    case.mark(end, case.add("follow_up", end, **later))


@kind("follow_up", "PT-007", truth=lambda truth: truth.is_dead)
def day_and_month_of_a_death_are_swapped(case: Case):
    end = last(case)
    death = end["death_date"]
    case.need(death.day <= 12 and date(death.year, death.day, death.month) < end["last_contact_date"])
    case.wrong(end, death_date=date(death.year, death.day, death.month))


@kind("follow_up", "CP-003", truth=lambda truth: truth.is_dead)
def a_death_has_no_date(case: Case):
    case.wrong(last(case), death_date=None)


@kind("follow_up", "CP-022", truth=lambda truth: truth.is_dead)
def only_the_month_of_a_death_is_known(case: Case):
    case.wrong(last(case), death_date=Raw(f"{last(case)['death_date']:%Y년 %m월}"))


@kind("follow_up", "PT-006", truth=lambda truth: not truth.is_dead)
def the_last_contact_is_before_the_last_visit(case: Case):
    end = case.row("follow_up", lambda row: len(case.tables["follow_up"]) == 1)
    case.wrong(end, last_contact_date=end["last_contact_date"] - timedelta(case.journey.last_contact - 5))


@kind("labs", "PT-005", truth=lambda truth: truth.is_dead and truth.os_days > 70)
def a_death_is_dated_a_month_early(case: Case):
    end = case.row("follow_up", lambda row: len(case.tables["follow_up"]) == 1)
    death = end["death_date"] - timedelta(30)
    end.update(death_date=death, last_contact_date=min(end["last_contact_date"], death))
    case.mark(*case.rows("labs", lambda row: row["collected_at"].date() > death + timedelta(1)))


@kind("follow_up", "CP-002")
def a_patient_of_the_cohort_has_no_follow_up(case: Case):
    case.tables["follow_up"] = []
    case.mark(case.patient)


@kind("follow_up", "CR-013", journey="tace_only")
def one_day_of_contact_has_two_states(case: Case):
    end = last(case)
    case.mark(end, case.add("follow_up", end, death_cause=None if end["death_cause"] else "전화 확인"))


@kind("follow_up", "PT-002", journey="tace_only")
def the_last_contact_is_the_default_of_a_system(case: Case):
    case.wrong(last(case), last_contact_date=date(1900, 1, 1))


@kind("follow_up", "PT-001", truth=lambda truth: not truth.is_dead, journey="tace_only")
def the_last_contact_is_after_the_extract(case: Case):
    case.wrong(last(case), last_contact_date=date(2025, 3, 2))


@kind("follow_up", "CV-027", journey="tace_only")
def the_vital_status_is_in_no_code_book(case: Case):
    case.wrong(last(case), vital_status="이민")


@kind("follow_up", "CV-029", journey="tace_only")
def the_vital_status_is_missing(case: Case):
    case.wrong(last(case), vital_status=None)


@kind("follow_up", "CV-009", journey="tace_only")
def the_day_of_the_last_contact_is_on_no_calendar(case: Case):
    case.wrong(last(case), last_contact_date=Raw("2022년 2월 30일"))


@kind("follow_up", "CV-004", truth=lambda truth: truth.is_dead, journey="tace_only")
def a_resident_number_stands_in_the_cause_of_death(case: Case):
    case.wrong(last(case), death_cause="보호자 주민번호 5503021234567")

"""Who an invented patient is: birth date, sex, diagnosis, and the name and numbers that de-identification must remove."""

from datetime import date, timedelta

from pipelines.synthetic.journey import Journey
from pipelines.synthetic.record import Record

FAMILY_NAMES = ("김", "이", "박", "최", "정", "강", "조", "윤", "장", "임")
FILLED_IN_BY_SYSTEMS = date(1970, 1, 1)  # nobody here is born on the day that systems write for an unknown one
GIVEN_NAMES = ("가상", "나래", "다온", "라온", "마루", "바름", "새봄", "아름", "하늘", "푸름")


def patient_record(journey: Journey) -> Record:
    """Return the row of table `patients`, with the identifiers a hospital would send along."""
    random = journey.random("patient")
    birth = birth_date(journey, random.randint(0, 364))
    sex = journey.truth.sex
    century = (1 if sex == "M" else 2) if birth.year < 2000 else (3 if sex == "M" else 4)
    return {
        "patient_id": journey.number,
        "name": random.choice(FAMILY_NAMES) + random.choice(GIVEN_NAMES),
        "resident_number": f"{birth:%y%m%d}-{century}{random.randint(0, 999_999):06d}",
        "telephone": f"010-0000-{random.randint(0, 9999):04d}",
        "sex": sex,
        "birth_date": birth,
        "dx_code": random.choice(("C22.0", "C22.0", "C220", "AC22.0")),
        "hcc_dx_date": journey.date(journey.diagnosis),
    }


def birth_date(journey: Journey, days: int) -> date:
    """Return a birth date with the completed years at the index of the truth, `days` (0-364) before the latest one."""
    index_date = journey.date(0)
    year = index_date.year - journey.truth.age
    youngest = date(year, 2, 28) if (index_date.month, index_date.day) == (2, 29) else index_date.replace(year=year)
    birth = youngest - timedelta(days)
    return birth if birth != FILLED_IN_BY_SYSTEMS else birth + timedelta(1 if days else -1)


def body(journey: Journey) -> tuple[float, float]:
    """Return height in cm and weight in kg at the baseline visit."""
    random = journey.random("body")
    if journey.truth.sex == "M":
        return round(random.uniform(161, 179), 1), round(random.uniform(54, 82), 1)
    return round(random.uniform(148, 165), 1), round(random.uniform(46, 68), 1)


def body_surface(journey: Journey) -> float:
    """Return the body surface area in m2 by Mosteller's formula, as recorded with every dose."""
    height, weight = body(journey)
    return round((height * weight / 3600) ** 0.5, 2)

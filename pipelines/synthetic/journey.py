"""When everything happens to one patient, in days from the index: scans, cycles, procedures, visits, the end."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from pipelines.synthetic.reconstructed import Truth, patient_number


@dataclass(frozen=True)
class Scan:
    """One exam of a course: its day, its place in the course and what is true of it (blank at baseline)."""

    day: int
    course: str
    timepoint: int
    response: str = ""
    way: str = ""  # of a progression: growth | new lesion | non-target


@dataclass
class Journey:
    """One patient's days; day 0 is the first day of the main treatment."""

    index: int
    seed: int
    kind: str
    truth: Truth
    last_contact: int
    death: int | None
    course: str
    cycles: list[int] = field(default_factory=list)
    ate_beva: list[int] = field(default_factory=list)
    sorafenib: list[int] = field(default_factory=list)
    procedures: list[tuple[int, str]] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    visits: list[int] = field(default_factory=list)  # the first is the baseline of the main course
    early_visit: int | None = None  # before atezolizumab and bevacizumab
    diagnosis: int = 0

    @property
    def number(self) -> str:
        """The hospital's number of the patient."""
        return patient_number(self.index)

    def date(self, day: int) -> date:
        """Return the calendar day of `day`."""
        return self.truth.haic_start + timedelta(day)

    def random(self, part: str) -> Random:
        """Return the source of chance for one part of this patient's record, independent of every other."""
        return Random(f"{self.seed}:{self.index}:{part}")


def plan_journey(index: int, seed: int, truth: Truth, kind: str = "cohort") -> Journey:
    """Return the days of one patient, so that they imply what `truth` says."""
    random = Random(f"{seed}:{index}:journey")
    progression = truth.pfs_days if truth.has_progressed else None
    last_contact = truth.os_days
    if truth.is_dead and random.random() < 0.3:
        last_contact = max(progression or 0, 3, truth.os_days - random.randint(1, 3))
    course = {"tace_only": "TACE", "ate_beva_only": "ATE_BEVA"}.get(kind, "HAIC")
    journey = Journey(index, seed, kind, truth, last_contact, truth.os_days if truth.is_dead else None, course)
    end = min(last_contact, truth.pfs_days if progression else last_contact)
    if course == "HAIC":
        journey.cycles = repeated(random, end - 2, (28, 35), random.randint(4, 9))
        if random.random() < 0.8:
            journey.procedures.append((-random.randint(1, 4), "PORT"))
    elif course == "TACE":
        journey.procedures += [(day, "TACE") for day in repeated(random, end, (56, 84), 4)]
    else:
        journey.ate_beva = repeated(random, end, (21, 21), 8)
    if truth.group == "post_ate_beva":
        plan_ate_beva(journey, random)
    elif kind == "sorafenib_first":
        journey.sorafenib = [-130, -102, -74, -46]
    plan_prior_treatments(journey, random)
    baseline = Scan(-random.randint(3, 14), course, 0)
    days = scan_days(random, truth.best_response, progression, last_contact)
    journey.scans += [baseline, *scans_of(random, journey, days, progression)]
    journey.visits = [-random.randint(0, 7)]
    # A patient whose stage contradicts itself is seen once, so that the contradiction is found once
    if not (truth.bclc == "D" or truth.child_pugh == "C"):
        treatment_days = journey.cycles or [day for day, what in journey.procedures if what == "TACE"] or journey.ate_beva[::2]
        journey.visits += [day for day in treatment_days if day >= 21]
    earliest = min([scan.day for scan in journey.scans] + [day for day, _ in journey.procedures] + journey.sorafenib + journey.visits)
    journey.diagnosis = min([earliest, *journey.ate_beva]) - random.randint(15, 200)
    return journey


def repeated(random: Random, last: int, gap: tuple[int, int], most: int) -> list[int]:
    """Return day 0 and up to `most` - 1 later days, `gap` apart, none after `last`; day 0 always is one."""
    days = [0]
    while len(days) < most and (day := days[-1] + random.randint(*gap)) <= last:
        days.append(day)
    return days


def scan_days(random: Random, best: str, progression: int | None, last_contact: int) -> list[int]:
    """Return the follow-up scans: the first on day 42 or later, 28 to 126 days apart, a progression's own the last."""
    if best == "NE":
        return []
    if best == "PD" and progression is not None:
        return [progression]
    before = {"SD": 1, "PR": 2, "CR": 4}[best]
    if progression:
        count = max(before + 1, round((progression - 56) / 63) + 1)
        end = progression
    else:
        count = max(before, (last_contact - 56) // 63 + 1)
        end = last_contact - random.randint(0, max(0, min(30, last_contact - 45 - 30 * (count - 1))))
    if count == 1:
        return [random.randint(42, min(70, end))]
    days = [random.randint(42, max(42, min(66, end - 30 * (count - 1))))]
    if end - days[0] > 98 * (count - 1):
        count += 1
    for left in range(count - 1, 0, -1):
        step = (end - days[-1]) // left
        room = min(7, step - 29) if left > 1 else 0
        days.append(end if left == 1 else days[-1] + step + random.randint(-max(room, 0), max(room, 0)))
    return days


def scans_of(random: Random, journey: Journey, days: list[int], progression: int | None) -> list[Scan]:
    """Return the follow-up scans with what is true of each; a response comes at least twice, 28 days apart."""
    truth = journey.truth
    count = len(days) - (1 if progression else 0)
    if truth.best_response == "CR":
        responses = ["PR"] + ["CR"] * (count - 1)
    elif truth.best_response == "PR":
        late = 1 if count >= 3 and random.random() < 0.4 else 0
        responses = ["SD"] * late + ["PR"] * (count - late)
    else:
        responses = ["SD"] * count
    if count >= 6 and not progression and random.random() < 0.4:
        responses[4] = "NE"
    ways = ["growth", "new lesion", "non-target" if truth.pvi or truth.mets else "growth"]
    if progression:
        responses.append("PD")
    return [
        Scan(day, journey.course, place, response, ways[journey.index % 3] if response == "PD" else "")
        for place, (day, response) in enumerate(zip(days, responses, strict=True), start=1)
    ]


def plan_ate_beva(journey: Journey, random: Random) -> None:
    """Add atezolizumab and bevacizumab before the index, with scans that end in a progression."""
    length, lead = random.randint(63, 140), random.randint(20, 50)
    start = -lead - length
    journey.ate_beva = list(range(start, -lead + 1, 21))
    journey.early_visit = start - random.randint(0, 5)
    days = [start - random.randint(6, 14)]
    if length >= 100:
        days.append(start + random.randint(44, 56))
    days.append(-lead)
    for place, day in enumerate(days):
        is_last = place == len(days) - 1
        response = "" if place == 0 else "PD" if is_last else "SD"
        way = ("growth", "new lesion")[journey.index % 2] if response == "PD" else ""
        journey.scans.append(Scan(day, "ATE_BEVA", place, response, way))


def plan_prior_treatments(journey: Journey, random: Random) -> None:
    """Add what the cohort records as given before atezolizumab and bevacizumab."""
    if not journey.ate_beva:
        return
    before = min([*journey.ate_beva, *(scan.day for scan in journey.scans)]) - 20
    for treatment in journey.truth.prior_treatments:
        if treatment == "TACE":
            first = before - random.randint(90, 300)
            journey.procedures += [(first + 65 * number, "TACE") for number in range(random.randint(1, 2))]
        elif treatment == "Systemic":
            journey.sorafenib = [before - 120 + 28 * number for number in range(4)]
        else:
            place = {"Surgery": ("SURGERY", 700), "RT": ("RADIOTHERAPY", 60)}[treatment]
            journey.procedures.append((before - place[1] + random.randint(0, 50), place[0]))

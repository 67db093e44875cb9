"""What two radiologists, and an adjudicator where they disagree, measure and say of every scan of a patient."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from pipelines.synthetic.journey import Journey, Scan
from pipelines.synthetic.record import Record
from pipelines.synthetic.response import allowed_sums, overall_of, response_of
from pipelines.synthetic.scan_appearances import Appearance, plan_appearances
from pipelines.synthetic.tumours import Tumour, baseline_tumours

FEW_DIAMETERS = 12  # two readers may measure fewer alike
MOST_DRAWS = 20


@dataclass
class Reader:
    """One reader of one course, with his own baseline diameters and smallest sum so far."""

    name: str
    random: Random
    diameters: dict[str, int]
    totals: dict[str, int]
    baseline: int
    nadir: int


def imaging_records(journey: Journey) -> tuple[list[Record], list[Record]]:
    """Return the rows of tables `imaging_reads` and `lesions`."""
    reads: list[Record] = []
    lesions: list[Record] = []
    for course in sorted({scan.course for scan in journey.scans}):
        scans = [scan for scan in journey.scans if scan.course == course]
        tumours = baseline_tumours(journey, course)
        random = journey.random(f"imaging:{course}")
        true, other = plan_appearances(scans, tumours, random)
        names = ["R1", "R2"]
        dissenter = random.choice(names)
        if any(other):
            names.append("ADJ")  # the adjudicator reads the whole case
        before: list[list[Record]] = []
        for name in names:
            seen = [dissent if dissent and name == dissenter else appearance for appearance, dissent in zip(true, other, strict=True)]
            own_reads: list[Record] = []
            own_lesions: list[Record] = []
            for again in range(MOST_DRAWS):
                reader = new_reader(name, tumours, journey.random(f"reader:{course}:{name}" + ":again" * again))
                own_reads, own_lesions = read_course(journey, scans, seen, reader, tumours)
                if not any(look_copied(own_lesions, others) for others in before):
                    break
            before.append(own_lesions)
            reads += own_reads
            lesions += own_lesions
    return reads, lesions


def read_course(
    journey: Journey, scans: list[Scan], seen: list[Appearance | None], reader: Reader, tumours: list[Tumour]
) -> tuple[list[Record], list[Record]]:
    """Return one reader's reads and lesions of a course; `seen` is what he sees on each scan."""
    reads: list[Record] = []
    lesions: list[Record] = []
    for scan, appearance in zip(scans, seen, strict=True):
        read, measured_lesions = read_scan(journey, scan, appearance, reader, tumours)
        reads.append(read)
        lesions += measured_lesions
    return reads, lesions


def look_copied(lesions: list[Record], others: list[Record]) -> bool:
    """Say whether chance has made two readers measure everything alike that both measured, and not only little."""
    own, other = diameters(lesions), diameters(others)
    both = own.keys() & other.keys()
    return sum(len(own[exam]) for exam in both) >= FEW_DIAMETERS and all(own[exam] == other[exam] for exam in both)


def diameters(lesions: list[Record]) -> dict[str, list[int]]:
    """Return the viable diameters of each exam that has any, in their order of size."""
    sizes: dict[str, list[int]] = {}
    for row in lesions:
        if row["viable_mm"]:
            sizes.setdefault(row["exam_id"], []).append(row["viable_mm"])
    return {exam: sorted(found) for exam, found in sizes.items()}


def new_reader(name: str, tumours: list[Tumour], random: Random) -> Reader:
    """Return a reader with his own measurement of the baseline, never below what a target needs."""
    diameters, totals = {}, {}
    for tumour in tumours:
        spread = random.uniform(-0.02, 0.02) * tumour.viable_mm + random.choice((-0.4, 0, 0.4))
        viable = max(tumour.least_mm, round(tumour.viable_mm + spread))
        diameters[tumour.lesion_id] = viable
        totals[tumour.lesion_id] = max(viable, round(tumour.total_mm + spread))
    baseline = sum(diameters[tumour.lesion_id] for tumour in tumours if tumour.role == "TARGET")
    return Reader(name, random, diameters, totals, baseline, baseline)


def read_scan(
    journey: Journey, scan: Scan, appearance: Appearance | None, reader: Reader, tumours: list[Tumour]
) -> tuple[Record, list[Record]]:
    """Return one reader's read of one scan, and its lesions; the reader remembers the smallest sum."""
    exam_date = journey.date(scan.day)
    read_day = min(scan.day + reader.random.randint(0, 3), max(scan.day, journey.last_contact))
    modality = "MRI" if journey.index % 6 == 0 else "CT"
    exam = {
        "patient_id": journey.number,
        "exam_id": f"{modality}{exam_date:%Y%m%d}",
        "exam_date": exam_date,
        "reader_id": reader.name,
    }
    sizes, total = measured(appearance, reader, tumours)
    target = overall = None
    is_unreadable = False
    if appearance:
        target = appearance.target or response_of(total, reader.baseline, reader.nadir)
        is_unreadable = target == "NE"
        overall = "NE" if is_unreadable else overall_of(target, appearance.non_target, appearance.has_new_lesion)
        reader.nadir = reader.nadir if is_unreadable else min(reader.nadir, total)
    read = {
        **exam,
        "read_date": exam_date + timedelta(read_day - scan.day),
        "modality": modality,
        "course": scan.course,
        "timepoint": scan.timepoint,
        "target_response": target,
        "non_target_response": appearance.non_target if appearance else None,
        "new_lesion": "Y" if appearance and appearance.has_new_lesion else "N",
        "overall_response": overall,
        "sum_viable_mm": None if is_unreadable else total,
        "ne_reason": "motion artefact" if is_unreadable else None,
    }
    lesions = []
    for tumour in tumours:
        size = None if is_unreadable else sizes[tumour.lesion_id]
        lesions.append({**exam, **lesion(tumour.lesion_id, tumour.role, tumour.organ, size, reader)})
    if appearance and appearance.has_new_lesion:
        place = journey.random("new lesion")
        name = "AN1" if scan.course != journey.course else "N1"
        new = place.randint(12, 30) + reader.random.randint(-1, 1)
        lesions.append({**exam, **lesion(name, "NEW", place.choice(("LIVER", "LIVER", "LUNG")), new, reader)})
    return read, lesions


def lesion(name: str, role: str, organ: str, viable: int | None, reader: Reader) -> Record:
    """Return the reader's measurement of one lesion; None is one that could not be measured."""
    row = {"lesion_id": name, "role": role, "organ": organ}
    if viable is None:
        return {
            **row,
            "viable_mm": None,
            "total_mm": None,
            "arterial_enhancement": None,
            "ne_reason": "motion artefact",
        }
    whole = max(viable, reader.totals.get(name, viable + reader.random.randint(0, 4)))
    enhancement = "Y" if viable else "N"
    return {**row, "viable_mm": viable, "total_mm": whole, "arterial_enhancement": enhancement, "ne_reason": None}


def measured(appearance: Appearance | None, reader: Reader, tumours: list[Tumour]) -> tuple[dict[str, int], int]:
    """Return the viable diameters, and the sum of the targets, that make the reader find what he is to find."""
    if appearance is None:
        return reader.diameters, reader.baseline
    targets = [tumour.lesion_id for tumour in tumours if tumour.role == "TARGET"]
    wanted = round(appearance.fraction * reader.baseline * reader.random.gauss(1, 0.01))
    kind = appearance.target if appearance.target not in ("", "NE") else None
    if kind:
        lowest, highest = allowed_sums(kind, reader.baseline, reader.nadir)
        wanted = min(max(wanted, lowest), highest)
    elif appearance.target == "":
        wanted = min(wanted, (6 * reader.nadir - 1) // 5)
    sizes = split(wanted, [reader.diameters[name] for name in targets])
    diameters = dict(zip(targets, sizes, strict=True))
    for tumour in tumours:
        if tumour.role == "NONTARGET":
            size = reader.diameters[tumour.lesion_id]
            growth = {"CR": 0.0, "PD": 1.7}.get(appearance.non_target, reader.random.uniform(0.9, 1.05))
            diameters[tumour.lesion_id] = round(size * growth)
    return diameters, wanted


def split(total: int, weights: list[int]) -> list[int]:
    """Return whole parts of `total` in proportion to `weights`; none is zero unless the total is too small for all."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    while total >= len(parts) and 0 in parts:
        parts[parts.index(max(parts))] -= 1
        parts[parts.index(0)] += 1
    return parts

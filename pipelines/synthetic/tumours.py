"""Which tumours a patient has at the baseline exam of a course: targets and non-targets, by organ, with their size."""

from dataclasses import dataclass

from pipelines.synthetic.journey import Journey

TARGET_SITES = ("LUNG", "ADRENAL", "LYMPH_NODE_OTHER", "LYMPH_NODE_PORTA")
NON_TARGET_SITES = ("BONE", "PERITONEUM", "LUNG")
LEAST_MM = {"LYMPH_NODE_OTHER": 16, "LYMPH_NODE_PORTA": 21}


@dataclass(frozen=True)
class Tumour:
    """One lesion at baseline, before any reader has measured it."""

    lesion_id: str
    role: str
    organ: str
    viable_mm: int
    total_mm: int

    @property
    def least_mm(self) -> int:
        """The least viable diameter with which it may be a target."""
        return LEAST_MM.get(self.organ, 10)


def baseline_tumours(journey: Journey, course: str) -> list[Tumour]:
    """Return the tumours at the start of a course: at most two targets per organ, none of them in the portal vein."""
    truth = journey.truth
    random = journey.random(f"tumours:{course}")
    scale = 1.0 if course == journey.course else 0.8
    prefix = "" if course == journey.course else "A"
    largest = max(10, round(truth.size_cm * 10 * scale))
    sites = [("LIVER", largest)]
    if truth.tumor_number == "multiple":
        sites.append(("LIVER", max(10, round(largest * random.uniform(0.35, 0.8)))))
    others = []
    if truth.mets:
        # A node never vanishes in the way a liver tumour does, so responders have none
        choices = TARGET_SITES if truth.best_response in ("SD", "PD", "NE") else TARGET_SITES[:2]
        if random.random() < 0.75:
            organ = random.choice(choices)
            sites += [(organ, random.randint(LEAST_MM.get(organ, 12), 34)) for _ in range(random.randint(1, 2))]
        else:
            others.append(random.choice(NON_TARGET_SITES))
    if truth.pvi:
        others.append("PORTAL_VEIN")
    if truth.tumor_number == "multiple" and random.random() < 0.5:
        others.append("LIVER")
    tumours = []
    for place, (organ, total) in enumerate(sites, start=1):
        viable = max(LEAST_MM.get(organ, 10), round(total * random.uniform(0.82, 1.0)))
        tumours.append(Tumour(f"{prefix}T{place}", "TARGET", organ, viable, max(total, viable)))
    for place, organ in enumerate(others, start=1):
        viable = random.randint(10, 28)
        tumours.append(Tumour(f"{prefix}NT{place}", "NONTARGET", organ, viable, viable + random.randint(0, 6)))
    return tumours

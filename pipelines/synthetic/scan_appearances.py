"""What is true of every scan of a course, and what a reader finds instead who disagrees with the truth."""

from dataclasses import dataclass
from random import Random

from pipelines.synthetic.journey import Scan
from pipelines.synthetic.tumours import Tumour

DISCORDANCE = 0.15  # of the scans on which readers can disagree; about one exam in ten comes out discordant


@dataclass(frozen=True)
class Appearance:
    """What one reader is to find on one scan: the targets' size as a fraction of baseline, and the responses."""

    fraction: float
    target: str  # CR PR SD PD NE, or blank: whatever the sum makes of it
    non_target: str
    has_new_lesion: bool


def plan_appearances(scans: list[Scan], tumours: list[Tumour], random: Random) -> tuple[list[Appearance | None], list[Appearance | None]]:
    """Return per scan what is true (None at baseline) and what a dissenting reader finds (None where all agree)."""
    rest = "IR/SD" if any(tumour.role == "NONTARGET" for tumour in tumours) else "NA"
    true: list[Appearance | None] = []
    other: list[Appearance | None] = []
    nadir, seen = 1.0, set()
    for scan in scans:
        dissent = None
        may = random.random() < DISCORDANCE
        if not scan.timepoint:
            true.append(None)
            other.append(None)
            continue
        if scan.response == "NE":
            true.append(Appearance(nadir, "NE", "NE" if rest != "NA" else "NA", False))
            other.append(None)
            continue
        if scan.response == "CR":
            appearance = Appearance(0.0, "CR", "CR" if rest != "NA" else "NA", False)
            if may and "CR" not in seen:
                dissent = Appearance(0.05, "PR", appearance.non_target, False)
        elif scan.response == "PR" and "PR" not in seen:
            appearance = Appearance(0.665 if may else random.uniform(0.4, 0.62), "PR", rest, False)
            if may:
                dissent = Appearance(0.735, "SD", rest, False)
        elif scan.response == "PR":
            appearance = Appearance(random.uniform(nadir * 0.78, min(0.64, nadir * 1.07)), "PR", rest, False)
        elif scan.response == "SD":
            highest = min(1.1, nadir * 1.1)
            appearance = Appearance(0.735 if may else random.uniform(max(0.77, nadir * 0.9), highest), "SD", rest, False)
            if may:
                dissent = Appearance(0.672, "PR", rest, False)
        else:
            appearance, dissent = progression(scan, nadir, rest, may, random)
        true.append(appearance)
        other.append(dissent)
        nadir = min(nadir, appearance.fraction)
        seen.add(scan.response)
    return true, other


def progression(scan: Scan, nadir: float, rest: str, may: bool, random: Random) -> tuple[Appearance, Appearance | None]:
    """Return a progression in the scan's own way, and what a reader finds who does not see it."""
    if scan.way == "growth" or (scan.way == "non-target" and rest == "NA"):
        grown = Appearance(nadir * (1.25 if may else random.uniform(1.3, 1.55)), "PD", rest, False)
        return grown, Appearance(nadir * 1.14, "", rest, False) if may else None
    # the targets stay what they were, clear of the line between PR and SD
    steady = min(0.66, nadir * 1.05) if nadir <= 0.67 else max(0.76, nadir * random.uniform(1.0, 1.05))
    target = "PR" if nadir <= 0.67 else "SD"
    quiet = Appearance(steady, target, rest, False)
    if scan.way == "new lesion":
        return Appearance(steady, target, rest, True), quiet if may else None
    return Appearance(steady, target, "PD", False), quiet if may else None

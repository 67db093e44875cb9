"""What the laboratory measured: the truth on the morning of the first infusion, drifting values on other days."""

from datetime import datetime, time

from pipelines.synthetic.assessments import function_by_day
from pipelines.synthetic.journey import Journey
from pipelines.synthetic.liver import ALBUMIN, BILIRUBIN, INR, LiverFunction
from pipelines.synthetic.reconstructed import STILL_SEEN
from pipelines.synthetic.toxicity import Toxicity

FULL = ("AST", "ALT", "TBIL", "ALB", "INR", "CREAT", "PLT", "HGB", "WBC", "ANC", "AFP")
DAILY = ("AST", "ALT", "TBIL", "CREAT", "PLT", "HGB", "WBC", "ANC")
SPREAD = {
    "AST": 0.18,
    "ALT": 0.18,
    "TBIL": 0.08,
    "CREAT": 0.06,
    "PLT": 0.1,
    "HGB": 0.03,
    "WBC": 0.1,
    "ANC": 0.1,
    "AFP": 0.45,
}
USUAL = {
    "AST": (9, 1500),
    "ALT": (6, 1500),
    "CREAT": (0.5, 1.25),
    "PLT": (76, 420),
    "HGB": (8.2, 16.5),
    "ANC": (1.6, 9.0),
    "AFP": (0.6, 180_000),
    "PIVKA": (12, 250_000),
}
DECIMALS = {
    "AST": 0,
    "ALT": 0,
    "TBIL": 2,
    "ALB": 1,
    "INR": 2,
    "CREAT": 2,
    "PLT": 0,
    "HGB": 1,
    "WBC": 2,
    "ANC": 2,
    "AFP": 1,
}
STAND_FOR_UNKNOWN = (9999, 99999)  # a result that happens to be one of these would be taken for a missing one
# Assays that stop counting: what is printed below or above
LIMITS = {"AFP": (1.3, 60_500), "PIVKA": (None, 75_000)}

Result = tuple[str, str, float | str, datetime, str, bool]  # patient, test, value, collected at, specimen, is the truth's own


class Bench:
    """One patient's laboratory: draws the values of a day and keeps the results."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.random = journey.random("laboratory")
        truth = journey.truth
        self.usual = {
            "AST": truth.ast,
            "ALT": truth.alt or self.random.randint(14, 60),
            "TBIL": truth.bilirubin,
            "CREAT": self.random.uniform(0.6, 1.05),
            "PLT": self.random.uniform(84, 240),
            "HGB": self.random.uniform(9.6, 14.4),
            "ANC": self.random.uniform(2.2, 5.4),
            "AFP": truth.afp,
        }
        self.has_pivka = self.random.random() < 0.4
        self.pivka = 10 ** self.random.uniform(1.5, 5.2)
        self.results: list[Result] = []

    def take(self, day: int, tests: tuple[str, ...], function: LiverFunction, fixed: dict, may_fail: bool = True) -> None:
        """Add the results of one specimen; `fixed` are values that are not left to chance."""
        random = self.random
        day_date = self.journey.date(day)
        collected = datetime.combine(day_date, time(random.randint(6, 8), random.randint(0, 59)))
        specimen = f"S{day_date:%y%m%d}{self.journey.index % 10_000:04d}"
        neutrophils = fixed.get("ANC") or self.drift("ANC")
        for test in tests:
            is_own = test in fixed and day == 0
            value = fixed.get(test)
            if value is None:
                value = self.value(test, function, neutrophils)
            value = value if is_own else round(value, DECIMALS.get(test, 0))
            if not is_own:
                value += value in STAND_FOR_UNKNOWN
                low, high = LIMITS.get(test, (None, None))
                if low and value < low:
                    value = f"<{low:g}" if day_date.day % 2 else f"{low:g} 미만"
                elif high and value > high:
                    value = f">{high}" if day_date.day % 2 else f"{high} 초과"
                elif may_fail and test not in fixed and random.random() < 0.002:
                    value = "검체부족"
            self.results.append((self.journey.number, test, value, collected, specimen, is_own))

    def value(self, test: str, function: LiverFunction, neutrophils: float) -> float:
        """Return a value of one test that fits the liver function and the neutrophils of the day."""
        if test == "TBIL":
            low, high = BILIRUBIN[function.bilirubin_points]
            return min(max(self.usual["TBIL"] * self.random.gauss(1, SPREAD["TBIL"]), low), high)
        if test == "ALB":
            return self.random.uniform(*ALBUMIN[function.albumin_points])
        if test == "INR":
            return self.random.uniform(*INR[function.inr_points])
        if test == "WBC":
            return neutrophils / self.random.uniform(0.5, 0.8)
        if test == "ANC":
            return neutrophils
        return self.drift(test)

    def drift(self, test: str) -> float:
        """Return a value near the patient's usual one, within what is usual in anybody."""
        usual = self.pivka if test == "PIVKA" else self.usual[test]
        if test == "AFP" and usual < 6:
            usual /= 2  # a low one often falls below what the assay can count
        low, high = USUAL[test]
        return min(max(usual * self.random.lognormvariate(0, SPREAD.get(test, 0.2)), low), high)


def laboratory_results(journey: Journey, toxicity: Toxicity) -> list[Result]:
    """Return the results of table `labs`, day by day."""
    bench = Bench(journey)
    truth = journey.truth
    functions = function_by_day(journey)
    baseline = functions[journey.visits[0]]
    panel = tuple(test for test in FULL if test != "ALT" or truth.alt is not None)
    if journey.early_visit is not None:
        early = functions[journey.early_visit]
        for day in journey.ate_beva:
            if day < 0 and day != journey.early_visit:
                bench.take(day, DAILY, early, {})
        bench.take(journey.early_visit, FULL, early, {}, may_fail=False)
    if journey.visits[0] < 0:
        bench.take(journey.visits[0], tuple(test for test in panel if test != "AFP"), baseline, {}, may_fail=False)
    own = {"AST": truth.ast, "ALT": truth.alt, "TBIL": truth.bilirubin, "AFP": truth.afp}
    pivka = ("PIVKA",) if bench.has_pivka else ()
    bench.take(0, panel + pivka, baseline, own, may_fail=False)
    for start in journey.cycles or sorted({0, *journey.visits[1:]}):
        if start > 0:
            bench.take(start, FULL + pivka, functions.get(start, baseline), {}, may_fail=start not in functions)
        for day in (start + 1, start + 2) if journey.cycles else ():
            if day <= journey.last_contact:
                tests = DAILY if start else tuple(test for test in DAILY if test in panel)
                bench.take(day, tests, functions.get(start, baseline), {})
    if journey.kind == "tace_only" and journey.date(journey.last_contact) == STILL_SEEN:
        bench.take(journey.last_contact, DAILY, baseline, {}, may_fail=False)
    for day, test, value in toxicity.low_counts:
        bench.take(day, ("HGB", "PLT", "WBC", "ANC"), baseline, {test: value}, may_fail=False)
    return sorted(bench.results, key=lambda result: result[3])

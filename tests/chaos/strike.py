"""Strikes a run at a call or at a moment, and judges it: what is shown then and at the next start, what the same run comes to once more."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from tests.chaos.preload import IN_WORDS, Fault
from tests.chaos.shown import Shown, look, tree, untrue_status
from tests.chaos.stage import Stage, copy_folder

LARGE = "2g"


@dataclass(frozen=True)
class Judged:
    """What a state that a fault leaves comes to."""

    mixed: str = ""  # what is of more than one run or not whole, after the next start
    unlike: str = ""  # in which the same run made once more differs from one that nothing struck


@dataclass(frozen=True)
class Struck:
    """What came of a run that a fault struck."""

    fault: Fault
    at: int  # the number of the call; of a random moment the milliseconds
    where: str  # which call, on what
    code: int
    has_struck: bool
    state: str  # the digest of what it left
    is_behind: bool  # parts are of two runs until the next start, and that is written down
    mixed: str
    untrue: str  # what status.json says that is not so, or what the program said that is no sentence
    unlike: str

    @property
    def wrong(self) -> list[str]:
        """What is wrong, each with where the run was struck."""
        said = (("mixed", self.mixed), ("untrue", self.untrue), ("made once more it differs", self.unlike))
        return [f"{IN_WORDS[self.fault]}, at {self.at} {self.where}: {what}: {why}" for what, why in said if why]


@dataclass
class Striker:
    """Strikes runs on a stage; what two faults leave alike is judged once."""

    stage: Stage
    judged: dict[str, Judged] = field(default_factory=dict)

    def strike(self, fault: Fault, at: int, variant: str = "") -> Struck:
        """Strike a run at a call."""
        self.stage.lay_out()
        return self._judge(fault, at, self.stage.run(fault=fault, at=at, variant=variant))

    def kill_after(self, milliseconds: int) -> Struck:
        """Kill a run at a moment, wherever it is then."""
        self.stage.lay_out()
        return self._judge(Fault.MOMENT, milliseconds, self.stage.run(killed_after=milliseconds / 1000))

    def sizes(self, count: int) -> list[int]:
        """Return so many sizes of a disk in kilobytes, from one that yesterday's run all but fills to one that tonight's would."""
        self.stage.resize(LARGE)
        self.stage.lay_out()
        least = self.stage.used()
        self.stage.run()
        most = self.stage.used()
        return [least + (most - least) * (number + 1) // (count + 1) for number in range(count)]

    def fill(self, kilobytes: int) -> Struck:
        """Run on a disk that is so small; then it is made large."""
        self.stage.resize(LARGE)
        self.stage.lay_out()
        self.stage.resize(f"{kilobytes}k")
        came = self.stage.run(variant="heedless")
        self.stage.resize(LARGE)
        return self._judge(Fault.DISK, kilobytes, came)

    def _judge(self, fault: Fault, at: int, came: dict[str, Any]) -> Struck:
        stage = self.stage
        state = sha256(repr(sorted(tree(stage.data).items())).encode()).hexdigest()
        shown = look(stage.data, stage.known)
        untrue = came["said"] if came["hung"] or "a fault of the program" in came["said"] else ""
        untrue = untrue or untrue_status(stage.data, shown, came["pid"])
        if state not in self.judged:
            self.judged[state] = Judged(self._start(), self._run_again())
        judged = self.judged[state]
        mixed = shown.in_words() if shown.is_mixed and not shown.is_written_down else judged.mixed
        where = f"{came['call']}({came['path']})" if came["struck"] else ""
        return Struck(fault, at, where, came["code"], came["struck"], state, shown.is_mixed, mixed, untrue, judged.unlike)

    def _start(self) -> str:
        """Return what is mixed once the next command has started, on a copy."""
        beside = self.stage.folder / "started"
        copy_folder(self.stage.data, beside)
        started = self.stage.run(("start",), data=str(beside))
        shown: Shown = look(beside, self.stage.known)
        return shown.in_words() if shown.is_mixed or shown.is_written_down else started["said"] if started["code"] else ""

    def _run_again(self) -> str:
        again, now = self.stage.run(), tree(self.stage.data)
        if again["code"]:
            return f"exit code {again['code']}: {again['said']}"
        return "" if self.stage.known.is_at_its_end(now) else self.stage.known.first_difference(now)

"""Keeps what is wrong with a drop until all of it has been looked at, so that whoever mends it hears of everything in one run."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from pipelines.drop.sheet import NAMES_OF_FILES, UnreadableDrop


class SeveralFaults(UnreadableDrop):
    """Several things that are wrong with a drop, a sentence each, in the order in which they were met."""

    def __init__(self, faults: Sequence[UnreadableDrop]) -> None:
        first = faults[0]
        super().__init__(first.file, first.wrong, first.remedy, rule=first.rule, line=first.line)
        self.faults = tuple(faults)

    def __str__(self) -> str:
        said = [f"{fault.rule}: {fault.sentence}" for fault in self.faults]
        names = NAMES_OF_FILES if any(str(fault).endswith(NAMES_OF_FILES) for fault in self.faults) else ""
        return "\n".join([f"{len(said)} faults stop this run (the settings are those of registry.toml).{names}", *said])


class Faults:
    """The faults of one look at a drop."""

    def __init__(self) -> None:
        self._met: list[UnreadableDrop] = []

    def __len__(self) -> int:
        return len(self._met)

    @contextmanager
    def kept(self) -> Generator[None]:
        """Keep a fault that ends the block, and go on behind it."""
        try:
            yield
        except UnreadableDrop as fault:
            self._met += faults_of(fault)

    def refuse(self) -> None:
        """Raise UnreadableDrop if there are any: one as it is, several together; a file that two tables read is named once."""
        refuse_all(self._met)


def faults_of(error: UnreadableDrop) -> tuple[UnreadableDrop, ...]:
    """Return each fault by itself."""
    return error.faults if isinstance(error, SeveralFaults) else (error,)


def refuse_all(faults: Sequence[UnreadableDrop]) -> None:
    """Raise UnreadableDrop if there are any, each said once."""
    different = list({str(fault): fault for fault in faults}.values())
    if len(different) > 1:
        raise SeveralFaults(different)
    for fault in different:
        raise fault

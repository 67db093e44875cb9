"""Names, links, and what is no file."""

import os

from tests.drop.hostile.kind import kind


@kind("nothing is wrong with it")
def baseline(drop):
    pass


@kind(
    "a pipe is no file: it is refused, and never waited for", refused=r"labs\* \(file \d\): it is a pipe and no file; copy the file itself"
)
def fifo_claimed(drop):
    os.mkfifo(drop.drop / "labs_2.csv")


@kind("a pipe that no pattern claims is named, and never waited for", not_taken=[r"file \d+: it is a pipe and no file"])
def fifo_unclaimed(drop):
    os.mkfifo(drop.drop / "queue")

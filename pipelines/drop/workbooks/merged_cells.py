"""What the merged cells of a sheet cover: a text below or to the right of the one that is shown is there and seen by nobody."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection
from heapq import heappop, heappush
from itertools import pairwise

COVERED = "#COVERED"  # a text of its own under a merged cell that shows another: neither a value nor a missing one
OVER_EACH_OTHER = "merged cells of it lie over each other"
Range = tuple[int, int, int, int]  # first row, first column, last row, last column
BEHIND_ALL = 1 << 30


class MergedCells:
    """The merged cells of a sheet, of which `numbers` are the rows with something to be seen. Its columns are asked for from left to right.

    `fill` raises ValueError for merged cells that lie over each other: which of them is shown is not known.
    """

    def __init__(self, ranges: Collection[Range], numbers: list[int]) -> None:
        self._numbers = numbers
        seen = [each for each in set(ranges) if bisect_left(numbers, each[0]) < bisect_right(numbers, each[2])]
        self._down: dict[int, list[tuple[int, int]]] = defaultdict(list)  # by column: first and last row
        for first, column, last, _ in seen:
            self._down[column].append((first, last))
        self._waiting = sorted(((left, first, last, right) for first, left, last, right in seen if right > left), reverse=True)
        self._across: list[tuple[int, int, int]] = []  # that reach the column from the left: first and last row, last column
        self._ends: list[tuple[int, tuple[int, int, int]]] = []

    def fill(self, column: int, texts: list[str | None]) -> None:
        """Write into the texts of a column, one for each row, what its merged cells show there."""
        self._move_to(column)
        for place, text in enumerate(texts) if self._across else ():
            at = bisect_right(self._across, (self._numbers[place], BEHIND_ALL)) - 1
            if text and at >= 0 and self._numbers[place] <= self._across[at][1]:
                texts[place] = COVERED
        ranges = sorted(self._down.get(column, ()))
        if any(below[0] <= above[1] for above, below in pairwise(ranges)):
            raise ValueError(OVER_EACH_OTHER)
        for first, last in ranges:
            top = bisect_left(self._numbers, first)
            shown = texts[top] if self._numbers[top] == first else None
            for below in range(top + 1, bisect_right(self._numbers, last)) if shown is not None else ():
                texts[below] = COVERED if texts[below] not in (None, shown) else shown

    def _move_to(self, column: int) -> None:
        while self._ends and self._ends[0][0] < column:
            gone = heappop(self._ends)[1]
            del self._across[bisect_left(self._across, gone)]
        while self._waiting and self._waiting[-1][0] < column:
            _, first, last, right = self._waiting.pop()
            if right < column:
                continue
            at = bisect_left(self._across, (first, last, right))
            if any(other[0] <= last and first <= other[1] for other in self._across[max(0, at - 1) : at + 1]):
                raise ValueError(OVER_EACH_OTHER)
            insort(self._across, (first, last, right))
            heappush(self._ends, (right, (first, last, right)))

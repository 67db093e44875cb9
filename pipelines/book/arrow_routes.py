"""Finds the ways of the arrows between boxes that stand in rows and columns: side by side in a curve, else in lanes of their own."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LANE, BESIDE, ROUND = 9, 5, 10  # between two lanes, between two ways beside a box, and how round a corner is
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """What stands in a row, from its first to its last column: a group of tables, or the frame around the topics of a layer."""

    group: tuple[str, str]
    title: str
    lines: tuple[str, ...]
    rules: int
    x: float
    y: float
    width: float
    height: float
    row: int
    first: int
    last: int
    is_frame: bool = False

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height

    def at(self, side: str, part: float) -> Point:
        """Return a point on one of its sides: `part` of the way down, or to the right."""
        if side in ("left", "right"):
            return (self.x if side == "left" else self.right), self.y + self.height * part
        return self.x + self.width * part, (self.y if side == "top" else self.bottom)


Ends = tuple[Box, Box]


@dataclass(frozen=True)
class Arrow:
    """From what is read to what reads it, which `count` tables do; two points are the ends of a curve, more are corners."""

    start: Box
    end: Box
    count: int
    points: tuple[Point, ...]

    @property
    def is_back(self) -> bool:
        """Whether it leads to an earlier part."""
        return (self.end.row, self.end.last) < (self.start.row, self.start.first)

    @property
    def path(self) -> str:
        """Its way, as SVG writes it."""
        if len(self.points) == 2:
            (x0, y0), (x1, y1) = self.points
            way = -1 if x1 < x0 else 1
            out, into = (36, 36) if x0 == x1 else (way * abs(x1 - x0) / 2, -way * abs(x1 - x0) / 2)
            return f"M{x0:.0f} {y0:.0f}C{x0 + out:.0f} {y0:.0f} {x1 + into:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
        (x, y), *_, last = self.points
        parts = [f"M{x:.0f} {y:.0f}"]
        for before, corner, after in zip(self.points, self.points[1:], self.points[2:], strict=False):
            (x0, y0), (x1, y1) = _towards(corner, before), _towards(corner, after)
            parts.append(f"L{x0:.0f} {y0:.0f}Q{corner[0]:.0f} {corner[1]:.0f} {x1:.0f} {y1:.0f}")
        return "".join([*parts, f"L{last[0]:.0f} {last[1]:.0f}"])


def _towards(corner: Point, other: Point) -> Point:
    """Return where the bend at a corner begins on the way to another."""
    length = abs(other[0] - corner[0]) + abs(other[1] - corner[1])  # ways are level or upright
    part = min(ROUND, length / 2) / length if length else 0
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part


def route_arrows(counts: Mapping[Ends, int], boxes: Sequence[Box]) -> Iterator[Arrow]:
    """Yield the arrows; their ends are spread over the sides of the boxes, in the order of what they lead to."""
    sides: dict[tuple[Box, str], list[tuple[float, str, str, Ends, int]]] = defaultdict(list)
    for ends in counts:
        for number, (side, box, other) in enumerate(zip(_sides(*ends), ends, ends[::-1], strict=True)):
            middle = other.x + other.width / 2 if side in ("top", "bottom") else other.y + other.height / 2
            sides[box, side].append((middle, str(ends[0].group), str(ends[1].group), ends, number))
    places: dict[tuple[Ends, int], Point] = {}
    for (box, side), arriving in sides.items():
        arriving.sort(key=lambda each: (*each[:3], each[4]))
        for place, (*_, ends, number) in enumerate(arriving):
            places[ends, number] = box.at(side, (place + 1) / (len(arriving) + 1))
    lanes: Counter[str] = Counter()
    for ends in sorted(counts, key=lambda ends: (ends[0].group, ends[1].group)):
        yield Arrow(*ends, counts[ends], _way(ends, (places[ends, 0], places[ends, 1]), boxes, lanes))


def _sides(start: Box, end: Box) -> tuple[str, str]:
    """Return the side at which an arrow leaves, and the one at which it arrives."""
    if start.row != end.row:
        return ("bottom", "top") if start.row < end.row else ("top", "right")
    if end.last < start.first:
        return "left", "right"
    return ("right", "left") if start.last < end.first else ("right", "right")


def _way(ends: Ends, points: tuple[Point, Point], boxes: Sequence[Box], lanes: Counter[str]) -> tuple[Point, ...]:
    start, end = ends
    (x0, y0), (x1, y1) = points
    if start.row != end.row:
        lanes["between"] += 1
        lane = max(box.bottom for box in boxes if box.row == 0) + 66 + LANE * lanes["between"]
        if start.row < end.row:
            return (x0, y0), (x0, lane), (x1, lane), (x1, y1)
        beside = x1 + 12 + BESIDE * lanes["between"]
        return (x0, y0), (x0, lane), (beside, lane), (beside, y1), (x1, y1)
    low, high = sorted(ends, key=lambda box: box.first)
    passed = [box for box in boxes if box.row == start.row and low.last < box.first < high.first]
    if not passed:
        return points
    below = f"{start.row} {max(box.first for box in passed)}"
    lanes[below] += 1
    lane = max(box.bottom for box in passed) + 6 + LANE * lanes[below]
    out = (10 + BESIDE * lanes[below]) * (1 if x0 < x1 else -1)
    return (x0, y0), (x0 + out, y0), (x0 + out, lane), (x1 - out, lane), (x1 - out, y1), (x1, y1)

"""Lays out the picture of all tables: the layers in columns, below them the topics of the cohort, and arrows from what is read."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from pipelines.book.arrow_routes import Arrow, Box, route_arrows
from pipelines.warehouse.sql_files import CHECKS
from pipelines.warehouse.table_graph import TableNode

COLUMNS = (("raw", "reference"), ("staging",), ("derived", "gate"), ("quarantine", "accepted"))  # other layers stand below, by topic
LINE, HEAD, PAD, GAP, TOP, MARGIN = 17, 30, 12, 26, 72, 24
LETTER, BETWEEN = 7.3, 82  # width of a letter of the names, and room for the arrows between columns
CORRIDOR = 120  # between the layers and the topics
Group = tuple[str, str]  # layer and topic


@dataclass(frozen=True)
class Layout:
    """All that is drawn, and how large it is."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float


def lay_out(nodes: Sequence[TableNode]) -> Layout:
    """Return where everything stands; the same tables stand in the same places."""
    groups: dict[Group, list[TableNode]] = defaultdict(list)
    for node in nodes:
        groups[node.layer, node.topic].append(node)
    layers = [[group for layer in column for group in groups if group[0] == layer] for column in COLUMNS]
    below = [group for group in groups if not any(group in column for column in layers)]
    topics = [*_in_order(nodes, [group for group in below if group[1] != CHECKS]), [group for group in below if group[1] == CHECKS]]
    boxes = {box.group: box for box in _place(layers, groups, 0, TOP)}
    top = max(box.bottom for box in boxes.values()) + CORRIDOR
    boxes |= {box.group: box for box in _place(topics, groups, 1, top + HEAD)}
    frames = {
        layer: _frame(layer, [box for box in boxes.values() if box.group[0] == layer], top)
        for layer in dict.fromkeys(layer for layer, _ in below)
    }
    pairs = ((_group_of(read, nodes), (node.layer, node.topic)) for node in nodes for read in node.reads)
    ends = [(_station(*pair, boxes, frames), _station(*pair[::-1], boxes, frames)) for pair in pairs if pair[0] in boxes]
    arrows = route_arrows(Counter(pair for pair in ends if pair[0] != pair[1]), list(boxes.values()))
    everything = (*frames.values(), *boxes.values())
    return Layout(everything, tuple(arrows), max(box.right for box in everything) + MARGIN, max(box.bottom for box in everything) + 84)


def _group_of(name: str, nodes: Sequence[TableNode]) -> Group:
    layer, table = name.split(".")
    return layer, next((node.topic for node in nodes if (node.layer, node.table) == (layer, table)), "")


def _in_order(nodes: Sequence[TableNode], groups: Iterable[Group]) -> list[list[Group]]:
    """Return the topics in three columns, from those that others are made of to those that are made of others."""
    depth = _depths({node.name: node.reads for node in nodes})
    members = {group: [node for node in nodes if (node.layer, node.topic) == group] for group in groups}
    order = sorted(members, key=lambda group: (mean(depth[node.name] for node in members[group]), group))
    size = {group: 4 + len(members[group]) for group in order}
    columns: list[list[Group]] = [[], [], []]
    filled = 0
    for group in order:
        columns[min(2, 3 * filled // sum(size.values()))].append(group)
        filled += size[group]
    return columns


def _depths(reads: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return how many tables stand behind one another before each."""
    depth: dict[str, int] = {}

    def of(name: str) -> int:
        if name not in depth:
            depth[name] = 0  # a template's tables read others of their own kind
            depth[name] = 1 + max((of(each) for each in reads.get(name, ())), default=0)
        return depth[name]

    for name in sorted(reads):
        of(name)
    return depth


def _place(columns: Sequence[Sequence[Group]], groups: Mapping[Group, Sequence[TableNode]], row: int, top: float) -> Iterator[Box]:
    x = float(MARGIN + 20 * row)
    has_topics = {layer for layer, topic in groups if topic}
    for number, column in enumerate(columns):
        lines = {group: tuple(node.title for node in groups[group]) for group in column}
        width = max([LETTER * len(line) for listed in lines.values() for line in listed] + [165]) + 2 * PAD
        y = float(top)
        for group, listed in lines.items():
            title = group[1] or ("no topic" if group[0] in has_topics else group[0])
            rules = sum(node.rules for node in groups[group])
            box = Box(group, title, listed, rules, x, y, width, HEAD + LINE * len(listed) + PAD, row, number, number)
            yield box
            y = box.bottom + GAP
        x += width + BETWEEN if column else 0


def _frame(layer: str, boxes: Sequence[Box], top: float) -> Box:
    inner = [box for box in boxes if box.group[1] != CHECKS]
    x, right, bottom = min(box.x for box in inner) - 20, max(box.right for box in inner) + 34, max(box.bottom for box in inner) + 24
    first, last = min(box.first for box in inner), max(box.last for box in inner)
    return Box((layer, "*"), layer, (), 0, x, top, right - x, bottom - top, 1, first, last, is_frame=True)


def _station(group: Group, other: Group, boxes: Mapping[Group, Box], frames: Mapping[str, Box]) -> Box:
    """Return where an arrow of a group begins or ends: at its topic if the other is of the same layer, else at the frame of its layer."""
    is_within = group[0] == other[0] and CHECKS not in (group[1], other[1])
    return frames[group[0]] if group[0] in frames and group[1] != CHECKS and not is_within else boxes[group]

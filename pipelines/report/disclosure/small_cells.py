"""Chooses what a printed table of counts must not show, so that no small count can be got back from the sums that it does show.

Of a table of levels x groups everybody knows the size of each group. A level with a small count is suppressed in all groups and in its
total (primary suppression), and more levels with it, the smallest first, until those suppressed add up to no small number in any group that
has a small count (complementary suppression). Then all that can be reckoned back is their sum s in a group: a suppressed count may be
anything from 0 to s, and s is not small.
"""

from collections.abc import Sequence


def is_small(count: int, threshold: int) -> bool:
    """Say whether a count is small; nobody is not."""
    return 0 < count < threshold


def levels_to_suppress(counts: Sequence[Sequence[int]], threshold: int) -> frozenset[int]:
    """Return the places of the levels to suppress in a table of levels x groups whose columns add up to the groups' sizes."""
    totals = [sum(row) for row in counts]
    small = {place for place, row in enumerate(counts) if any(is_small(count, threshold) for count in (*row, totals[place]))}
    groups = {group for row in counts for group, count in enumerate(row) if is_small(count, threshold)}
    # a total is small only if one of its counts is, so the groups name every place that needs cover
    others = sorted((place for place in range(len(counts)) if place not in small), key=lambda place: (totals[place], place))
    suppressed = set(small)

    def uncovered() -> list[int]:
        return [group for group in groups if sum(counts[place][group] for place in suppressed) < threshold]

    while (missing := uncovered()) and others:
        # a level that is empty where cover is missing would hide something for nothing
        helping = [place for place in others if any(counts[place][group] for group in missing)]
        if not helping:
            break
        suppressed.add(helping[0])
        others.remove(helping[0])
    return frozenset(suppressed)


def suppress_in_parts(counts: Sequence[Sequence[int]], parts: Sequence[Sequence[int]], threshold: int) -> frozenset[int] | None:
    """Return the places to suppress where the sum of each part of the levels is shown, too; None if that would tell a small count."""
    suppressed: set[int] = set()
    for part in parts:
        rows = [counts[place] for place in part]
        chosen = levels_to_suppress(rows, threshold)
        for group in range(len(counts[0])):
            hidden = [rows[place][group] for place in chosen]
            if is_small(sum(row[group] for row in rows), threshold) or (hidden and is_small(sum(hidden), threshold)):
                return None
        suppressed |= {part[place] for place in chosen}
    return frozenset(suppressed)


def may_show_sum(members: frozenset[int], suppressed: frozenset[int]) -> bool:
    """Say whether the sum of some levels may be shown: it tells nothing of those suppressed, or only the sum that is known already."""
    return not members & suppressed or suppressed <= members


def merge_small_steps(excluded: Sequence[int], threshold: int) -> list[list[int]] | None:
    """Return the steps of a flow in runs of neighbours none of which excluded a small number; None if even all of them together did."""
    total = sum(excluded)
    if is_small(total, threshold):
        return None
    runs: list[list[int]] = []
    current: list[int] = []
    for step in range(len(excluded)):
        current.append(step)
        if not is_small(sum(excluded[place] for place in current), threshold):
            runs.append(current)
            current = []
    while current:  # what is left over joins those before it, until it is not small
        if not is_small(sum(excluded[place] for place in current), threshold):
            runs.append(current)
            break
        current = runs.pop() + current
    return runs

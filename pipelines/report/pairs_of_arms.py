"""What compares two arms with the confounders made alike, and within subgroups: of three and more arms, each with the reference."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from pipelines.analysis.adjusted_survival import AdjustedSurvival
from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.run_statistics import Statistics
from pipelines.analysis.subgroups import Subgroups
from pipelines.report.adjusted_numbers import named_by_arm
from pipelines.report.adjusted_tables import compared_in_words, draw_love, love_in_words, print_adjusted, print_balance, print_subgroups
from pipelines.report.document import Block, Figure, Paragraph
from pipelines.report.subgroup_figures import draw_subgroups, subgroups_in_words


def print_pairs(statistics: Statistics, arms: ComparedArms, titles: Mapping[str, str]) -> Iterator[Block]:
    """Yield the blocks of each pair, `titles` being the labels of the endpoints; of one arm, that there is nothing to compare."""
    if len(statistics.arms) < 2:
        here = "one arm, and nothing to compare it with" if statistics.arms else "no patient"
        yield Paragraph(f"No adjusted comparison and no subgroups: there is {here}.")
    for adjusted in statistics.adjusted:
        yield from _adjusted(adjusted, arms, titles, statistics.arms)
    for both, listed in groupby(statistics.subgroups, lambda one: one.arms):
        subgroups = tuple(listed)
        yield print_subgroups(subgroups, arms, titles, named_by_arm("subgroups", both, statistics.arms))
        for one in subgroups:
            if one.pairs:
                yield _subgroup_forest(one, arms, titles[one.endpoint], named_by_arm(f"subgroups_{one.endpoint}", both, statistics.arms))


def _adjusted(adjusted: AdjustedSurvival, arms: ComparedArms, titles: Mapping[str, str], present: tuple[str, ...]) -> Iterator[Block]:
    if adjusted.balance:
        yield print_balance(adjusted, arms, named_by_arm("balance", adjusted.arms, present))
        yield Figure(
            name=named_by_arm("love_plot", adjusted.arms, present),
            number="Figure S",
            title=f"Balance of {compared_in_words(adjusted.arms, arms)} before and after",
            alt=love_in_words(adjusted),
            draw=lambda: draw_love(adjusted),
            notes=("The dashed line stands at 0.1, below which a difference is usually taken for negligible.",),
            role="sensitivity",
        )
    if adjusted.hazards:
        yield print_adjusted(adjusted, arms, titles, named_by_arm("adjusted_survival", adjusted.arms, present))
    else:
        yield Paragraph(f"No adjusted comparison of {compared_in_words(adjusted.arms, arms)}: {adjusted.note}")


def _subgroup_forest(subgroups: Subgroups, arms: ComparedArms, title: str, name: str) -> Figure:
    return Figure(
        name=name,
        number="Figure S",
        title=f"Hazard ratio of {compared_in_words(subgroups.arms, arms)} within subgroups: {title.lower()}",
        alt=subgroups_in_words(subgroups, title),
        draw=lambda: draw_subgroups(subgroups, arms),
        notes=(
            "Filled square: all patients. Open circles: subgroups, their areas by the weight of each. Exploratory: many subgroups were "
            "looked at, and none was powered.",
        ),
        role="sensitivity",
        is_wide=True,
    )

"""A study of one arm compares nothing: its tables have one column of patients, and neither a difference nor a test."""

from dataclasses import replace

from pipelines.report.document import Block, Figure, Line, Section, Table

COMPARING = ("SMD", "P-value")
OF_TESTS = ("P-values:", "Not tested", "Hazard ratio: against")
WITHOUT_TEST = "so there is no log-rank test."
WORDS = (
    (" by arm", ""),
    (" p: log-rank test on the whole follow-up.", ""),
    (" Log-rank test: not made.", ""),
    (" SMD, standardised mean difference;", ""),
)


def without_comparison(sections: tuple[Section, ...], everybody: str) -> tuple[Section, ...]:
    """Return the sections without what compares; `everybody` heads the columns and lines of all patients, who are those of the arm."""
    return tuple(replace(section, blocks=tuple(_of_one_arm(block, everybody) for block in section.blocks)) for section in sections)


def _of_one_arm(block: Block, everybody: str) -> Block:
    if isinstance(block, Figure):
        return replace(block, title=_reworded(block.title), alt=_reworded(block.alt), notes=tuple(map(_reworded, block.notes)))
    if not isinstance(block, Table):
        return block
    block = replace(block, title=_reworded(block.title))
    is_of_all = [column.partition("\n")[0] == everybody for column in block.columns]
    if not any(is_of_all):
        return replace(block, lines=tuple(line for line in block.lines if not (line.is_indented and line.label == everybody)))
    kept = [place for place, column in enumerate(block.columns) if not is_of_all[place] and column not in COMPARING]
    return replace(
        block,
        columns=tuple(block.columns[place] for place in kept),
        lines=tuple(_shortened(line, kept) for line in block.lines),
        notes=tuple(_reworded(note) for note in block.notes if not note.startswith(OF_TESTS) and not note.endswith(WITHOUT_TEST)),
    )


def _reworded(text: str) -> str:
    for said, instead in WORDS:
        text = text.replace(said, instead)
    return text


def _shortened(line: Line, kept: list[int]) -> Line:
    return replace(line, cells=tuple(line.cells[place - 1] for place in kept if place))

"""How figures look and are written: colours that the colour-blind tell apart, a line style beside each, the same bytes each time."""

import io
import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

INK, SOFT, LINE = "#1c2430", "#566173", "#c4ccd6"
# Okabe and Ito's colours that also differ in grey; the line style says the same without them.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#56b4e9")
LINES = ("solid", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)), (0, (8, 3)), (0, (3, 1, 1.2, 1, 1.2, 1)))
PNG_DPI = 300
STYLE = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib: the same widths on every machine
    "font.size": 9,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "text.color": INK,
    "text.parse_math": False,  # a label of the settings may hold dollar signs
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "svg.fonttype": "none",
    "svg.hashsalt": "haic-registry",
    "pdf.fonttype": 42,
    "path.simplify": False,
}
# Of the fonts in a PDF: how letters join and move, which matplotlib does itself; to cut these tables down takes half the time of a PDF.
LAYOUT_TABLES = ["GSUB", "GPOS", "GDEF", "kern", "MATH"]
METADATA = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
    "png": {"Software": None},
}
PACKED = {"png": {"pil_kwargs": {"compress_level": 3}}}  # half the time of the usual 6, for a sixth more bytes


@contextmanager
def figure_style() -> Generator[None]:
    """Draw and write in the style of the registry, whatever the machine's own settings are."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it would speak of its cache where the home folder is closed
    import matplotlib
    from fontTools.subset import Options
    from matplotlib import rc_context

    dropped = Options._drop_tables_default  # matplotlib asks for none of them by name
    Options._drop_tables_default = [*dropped, *LAYOUT_TABLES]
    try:
        with rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(STYLE)
            yield
    finally:
        Options._drop_tables_default = dropped


def figure_bytes(figure: "Drawing", form: str) -> bytes:
    """Return a drawn figure as svg, pdf or png."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format=form, metadata=METADATA[form], dpi=PNG_DPI, facecolor="white", **PACKED.get(form, {}))
    return buffer.getvalue()


def write_figure(figure: "Drawing", folder: Path, name: str) -> dict[str, bytes]:
    """Write a figure in all three forms and return what was written, by form."""
    written = {form: figure_bytes(figure, form) for form in METADATA}
    for form, content in written.items():
        (folder / f"{name}.{form}").write_bytes(content)
    return written

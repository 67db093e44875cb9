"""Draws the layout of all tables as SVG."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from pipelines.book.arrow_routes import Arrow, Box
from pipelines.book.tables_layout import HEAD, LINE, PAD, Layout, lay_out
from pipelines.warehouse.sql_files import CHECKS, RELEASED
from pipelines.warehouse.table_graph import TableNode

LEGEND = (
    "An arrow goes from what is read to what reads it; the thicker, the more often. Dashed: back to an earlier part.",
    "Green: released. Yellow: read by rules only. Grey: never leaves the restricted zone. What is derived is for the rules.",
)


def draw_tables(nodes: Sequence[TableNode]) -> str:
    """Return the picture as SVG; the same tables are the same bytes."""
    layout = lay_out(nodes)
    height = round(layout.height)
    legend = "".join(f'<text class="legend" x="24" y="{height - 42 + 20 * line}">{escape(said)}</text>' for line, said in enumerate(LEGEND))
    return FRAME.format(width=round(layout.width), height=height, parts=_parts(layout), legend=legend)


def _parts(layout: Layout) -> str:
    frames = [_box(box) for box in layout.boxes if box.is_frame]
    return "\n".join([*frames, *map(_arrow, layout.arrows), *(_box(box) for box in layout.boxes if not box.is_frame)])


def _box(box: Box) -> str:
    kind = "frame" if box.is_frame else "check" if box.group[1] == CHECKS else "released" if box.group[0] in RELEASED else "kept"
    rules = f'<text class="soft end" x="{box.x + box.width - PAD:.0f}" y="{box.y + 20:.0f}">{_count(box.rules, "rule")}</text>'
    names = "".join(
        f'<text class="name" x="{box.x + PAD:.0f}" y="{box.y + HEAD + LINE * place + 12:.0f}">{escape(line)}</text>'
        for place, line in enumerate(box.lines)
    )
    return (
        f'<g><rect class="{kind}" x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{box.height:.0f}" rx="6"/>'
        f'<text class="head" x="{box.x + PAD:.0f}" y="{box.y + 20:.0f}">{escape(box.title)}</text>{rules if box.rules else ""}{names}</g>'
    )


def _arrow(arrow: Arrow) -> str:
    says = f"<title>{escape(arrow.end.title)} reads {escape(arrow.start.title)}: {_count(arrow.count, 'time')}</title>"
    kind = "arrow back" if arrow.is_back else "arrow"
    return f'<path class="{kind}" stroke-width="{1 + min(arrow.count, 8) / 4:.2f}" d="{arrow.path}">{says}</path>'


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


FRAME = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title">
  <title id="title">All tables: what each layer and topic holds, and what it is made from</title>
  <style>
    svg {{ --ground: #ffffff; --panel: #f4f6f8; --line: #8a97a5; --text: #1c2733; --soft: #526170; --good: #e6f5ec; --goodline: #3f8a61;
          --gate: #fff1c9; --gateline: #a67c00; }}
    @media (prefers-color-scheme: dark) {{
      svg {{ --ground: #0d1117; --panel: #161c25; --line: #5c6b7c; --text: #e6edf3; --soft: #9fb0c0; --good: #14301f; --goodline: #58b380;
            --gate: #33290a; --gateline: #d6ab3a; }}
    }}
    text {{ font-family: system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; fill: var(--text); font-size: 15px; }}
    .ground {{ fill: var(--ground); }}
    .title {{ font-size: 22px; font-weight: 600; }}
    .head {{ font-weight: 600; }}
    .name {{ font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 12px; }}
    .soft {{ fill: var(--soft); font-size: 12px; }}
    .legend {{ fill: var(--soft); font-size: 14px; }}
    .end {{ text-anchor: end; }}
    .kept {{ fill: var(--panel); stroke: var(--line); }}
    .released {{ fill: var(--good); stroke: var(--goodline); }}
    .check {{ fill: var(--gate); stroke: var(--gateline); }}
    .frame {{ fill: none; stroke: var(--goodline); stroke-dasharray: 2 4; }}
    .arrow {{ fill: none; stroke: var(--line); marker-end: url(#tip); }}
    .back {{ stroke-dasharray: 5 4; }}
    .tip {{ fill: var(--line); }}
  </style>
  <defs>
    <marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"
      ><path class="tip" d="M0 0 10 5 0 10z"/></marker>
  </defs>
  <rect class="ground" width="{width}" height="{height}" rx="8"/>
  <text class="title" x="24" y="42">All tables, and what they are made from</text>
{parts}
  {legend}
</svg>
"""

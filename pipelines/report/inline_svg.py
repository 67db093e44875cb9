"""Puts a figure into a page: its ids made its own, its colours those of the page's style, a title and a description for screen readers."""

import re
from html import escape

from pipelines.report.figure_style import COLOURS, INK, LINE, SOFT

# On a dark page the style gives these names other colours.
NAMES = {INK: "ink", SOFT: "soft", LINE: "line", **{colour: f"arm-{place + 1}" for place, colour in enumerate(COLOURS)}}


def inline_svg(svg: bytes, name: str, title: str, description: str) -> str:
    """Return the <svg> element of a figure as matplotlib writes it, fit for a page that holds several."""
    text = svg.decode("utf-8")
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"<style[^>]*>.*?</style>", "", text, flags=re.S)  # would hold for the whole page
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    text = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{name}-\1"', text)
    text = text.replace("fill: #ffffff", "fill: var(--paper)").replace("'DejaVu Sans', sans-serif", "var(--figure-font)")
    for colour, variable in NAMES.items():
        text = text.replace(colour, f"var(--{variable})")
    box = re.search(r'viewBox="0 0 ([\d.]+)[^"]*"', text)
    if not box:
        raise ValueError(f"the figure {name} says nothing of its size")
    opening = (
        f'<svg class="drawn" role="img" aria-labelledby="{name}-title {name}-description" {box[0]} '
        f'style="max-width: {float(box[1]) * 1.4:.0f}px" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-description">{escape(description)}</desc>'
    )
    return re.sub(r"<svg[^>]*>", lambda _: opening, text, count=1).strip()

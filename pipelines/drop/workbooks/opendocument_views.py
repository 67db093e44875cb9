"""What OpenDocument keeps beside the cells and what changes what they show: views without noughts, and conditional number formats."""

import re

from pipelines.drop.workbooks.markup import Attributes, local, read_markup
from pipelines.drop.workbooks.number_format import NO_LOOKS
from pipelines.drop.workbooks.package import Package
from pipelines.drop.workbooks.shown_text import Manner, manner_of

TELLING = re.compile(r"[<>≤≥≦≧~?±%\d]")
OF_NUMBERS = ("number-style", "currency-style", "percentage-style")
ALL_TABLES = ""


def tables_without_noughts(package: Package) -> set[str]:
    """Return the tables whose view shows no noughts, by their names; ALL_TABLES for a view of all of them."""
    hiding: set[str] = set()
    entries: list[str] = []
    item = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal item
        if name == "config-item-map-entry":
            entries.append(local(attributes).get("name", ALL_TABLES))
        elif name == "config-item":
            item = local(attributes).get("name", "")

    def end(name: str, text: str) -> None:
        if name == "config-item-map-entry":
            entries.pop()
        elif name == "config-item" and item == "ShowZeroValues" and text.strip() == "false" and entries:
            hiding.add(entries[-1])

    if "settings.xml" in package:
        read_markup(package.stream("settings.xml"), start, end)
    return hiding


def change_numbers(package: Package, styles: set[str]) -> bool:
    """Say whether one of some styles shows a number as another one is shown: as a limit, with a word, in percent; or strikes it out."""
    data_styles: dict[str, str] = {}
    telling: set[str] = set()
    struck: set[str] = set()
    data_style = style = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal data_style, style
        given = local(attributes)
        if name == "style":
            style = given.get("name", "")
            data_styles[style] = given.get("data-style-name", "")
        elif name == "text-properties" and manner_of(*line_through(given)) is Manner.STRUCK:
            struck.add(style)
        elif name in OF_NUMBERS:
            data_style = given.get("name", "")
            if name == "percentage-style":
                telling.add(data_style)

    def end(name: str, text: str) -> None:
        if name == "text" and (TELLING.search(text) or NO_LOOKS.search(text)):
            telling.add(data_style)

    for part in ("styles.xml", "content.xml") if styles else ():
        if part in package:
            read_markup(package.stream(part), start, end)
    return bool(styles & struck) or any(data_styles.get(style) in telling for style in styles)


def line_through(properties: Attributes) -> tuple[str | None, None]:
    """Return the line that strikes out a text, where its properties have one (20.384 of the format)."""
    return properties.get("text-line-through-style") or properties.get("text-line-through-type"), None

"""How the elements of a web page show their texts, by their tags, their own styles and the style sheet of the web page.

Of a style sheet the rules for a tag, a class or an id are read, which is what systems that write tables need; a rule for what
stands within something else is taken for its last part.
"""

import re
from itertools import islice

from pipelines.drop.workbooks.grid import UnreadableWorkbook
from pipelines.drop.workbooks.shown_text import Manner, is_white

UNSEEN = (
    "rt",
    "rp",
    "datalist",
    "dialog",
    "audio",
    "video",
    "object",
    "iframe",
    "svg",
    "canvas",
    "meter",
    "progress",
    "math",
    "noembed",
    "noframes",
)
MANNERS = {"sup": Manner.RAISED, "sub": Manner.LOWERED, "s": Manner.STRUCK, "strike": Manner.STRUCK, "del": Manner.STRUCK}
MANNERS |= {"ruby": Manner.PLAIN} | dict.fromkeys(UNSEEN, Manner.UNSEEN)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all|(font-size|opacity)\s*:\s*0(\.0*)?\s*([a-z%]+\s*)?(;|!|$)"
    r"|font-size\s*:\s*[01](\.\d+)?\s*p[xt]\b|(left|top|right|bottom|text-indent|margin)\s*:\s*-\d{3,}|translate[xy3d]*\(\s*-\d{3,}|scale[xy3d]*\(\s*0(\.0*)?\s*[,)]"
    r"|opacity\(\s*0(\.0*)?\s*%?\s*\)|content-visibility\s*:\s*hidden|clip\s*:\s*rect\(\s*[01](px)?[,\s]+[01](px)?[,\s]+[01](px)?"
    r"|clip-path\s*:\s*inset\(\s*(50|100)%|(?<![\w-])color\s*:\s*"
    r"(transparent|(rgb|hsl)a?\(\s*([\d.]{1,9}%?\s*[,/\s]\s*){3}/?\s*0(\.0*)?%?\s*\)|#([0-9a-f]{3}0|[0-9a-f]{6}00)(?![0-9a-f]))",
    re.IGNORECASE,
)
OF_NO_SIZE = re.compile(r"(?<![\w-])(max-)?(width|height)\s*:\s*0(\.0*)?([a-z%]+)?\s*(;|!|$)", re.IGNORECASE)
CLIPPED = re.compile(r"overflow(-[xy])?\s*:\s*(hidden|clip)", re.IGNORECASE)
HIDING = {  # classes that hide in most style sheets, which a web page may link to and not hold
    "sr-only", "visually-hidden", "visuallyhidden", "is-sr-only", "show-for-sr", "offscreen", "off-screen", "cdk-visually-hidden",
    "u-hidden", "is-visually-hidden", "screen-reader-text", "screen-reader-only", "blind", "hide", "hidden", "invisible", "is-hidden",
    "element-invisible", "a11y-hidden", "ui-helper-hidden", "ui-helper-hidden-accessible", "ng-hide", "d-none", "assistive-text",
}  # fmt: skip
SHOWN_AGAIN = re.compile(r"d-[a-z]{2,3}-(?!none)")  # on a wide screen
COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!]{3,40})", re.IGNORECASE)
STRUCK = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
OVERRIDE = re.compile(r"unicode-bidi\s*:\s*(isolate|bidi)-override", re.IGNORECASE)
LEFTWARD = re.compile(r"direction\s*:\s*rtl", re.IGNORECASE)
CONTENT = re.compile(r"(?<![\w-])content\s*:\s*([^;]{1,200})", re.IGNORECASE)
PIECE = re.compile(r"\"([^\"]*)\"|'([^']*)'|attr\(\s*([\w-]+)\s*\)|(counters?\()", re.IGNORECASE)
ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
PICTURED = re.compile("[\ue000-\uf8ff]")  # a sign of a font of pictures
TELLING = re.compile(r"[0-9<>≤≥%~±+-]|attr\(|counter")
PART = re.compile(r"(?P<key>[a-z][a-z0-9]*|(?:[a-z][a-z0-9]*)?[.#][\w-]+)?(?P<pseudo>::?(?:before|after))?", re.IGNORECASE)
MADE = re.compile(r"::?(before|after)\s*$", re.IGNORECASE)
OUTSIDE = re.compile(r"(html|body|h[1-6]|nav|header|footer|main|section|ol|ul|li|dl|a|button|blockquote|q)\b", re.IGNORECASE)
BY_STYLE_SHEET = (
    "its style sheet puts signs beside some cells, such as limits, in a way that is not read",
    "export the table again, as text or as a workbook, and send that",
)
LONGEST_STYLE = 1000  # characters
MOST_RULES = 10_000
TURNED = "\u202e"  # behind this sign a text runs from right to left

Given = dict[str, str | None]


class StyleSheet:
    """The rules of a web page: a style for each tag, class or id, or each tag with a class, and texts that it puts around an element."""

    def __init__(self) -> None:
        self._styles: dict[str, str] = {}
        self._texts: dict[str, dict[str, str]] = {"before": {}, "after": {}}  # as the rule writes them

    def read(self, text: str) -> None:
        """Read rules; later ones are put behind earlier ones.

        Raises UnreadableWorkbook for signs that are put around cells which the rule does not name by tag, class or id.
        """
        last = text.rfind("*/") + 2 if "*/" in text else 0
        text = text[: text.find("/*", last)] if "/*" in text[last:] else text
        text = re.sub(r"/\*.*?\*/|<!--|-->", " ", text, flags=re.DOTALL)
        for rule in islice(text.split("}"), MOST_RULES):
            selectors, _, body = rule.rpartition("{")
            for selector in selectors[-LONGEST_STYLE:].rpartition("{")[2].split(",")[:100]:
                self._read_rule(re.split(r"[\s>+~]+", selector.strip())[-1], body)

    def _read_rule(self, last: str, body: str) -> None:
        part, made = PART.fullmatch(last), MADE.search(last)
        key = (part["key"] or "").lower() if part else ""
        if made:
            content = CONTENT.search(body)
            if key and content:
                self._texts[made[1].lower()][key] = content[1]
            elif content and TELLING.search(_unescape(content[1])) and not OUTSIDE.match(last):
                raise UnreadableWorkbook(*BY_STYLE_SHEET)
        elif key:
            self._styles[key] = (self._styles.get(key, "") + ";" + body.strip())[:LONGEST_STYLE]

    def style_of(self, tag: str, given: Given) -> str:
        """Return the style of an element, its own behind that of the sheet."""
        own = (given.get("style") or "")[:LONGEST_STYLE]
        names = (given.get("class") or "")[:LONGEST_STYLE].lower().split()
        if any(name in HIDING and "." + name not in self._styles for name in names) and not any(map(SHOWN_AGAIN.match, names)):
            own += ";display:none"
        return ";".join([*(self._styles[key] for key in _keys(tag, given) if key in self._styles), own]) if self._styles else own

    def text_beside(self, side: str, tag: str, given: Given) -> str:
        """Return the text that the sheet puts before or after an element; # in the place of a number that it counts."""
        texts = self._texts[side]
        pieces = (piece for key in _keys(tag, given) if key in texts for piece in PIECE.finditer(texts[key])) if texts else ()
        shown = (piece[1] or piece[2] or (given.get(piece[3].lower()) or "" if piece[3] else "#" if piece[4] else "") for piece in pieces)
        return PICTURED.sub("", "".join(map(_unescape, shown)))


def _unescape(text: str) -> str:
    return ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0xFFFD)), text)


def _keys(tag: str, given: Given) -> list[str]:
    names = ["." + name for name in (given.get("class") or "")[:LONGEST_STYLE].lower().split()]
    names += ["#" + given["id"].lower()] if given.get("id") else []
    return [tag, *names, *(tag + name for name in names)]


def manner_of_element(tag: str, given: Given, style: str) -> Manner | None:
    """Return how an element shows its texts, None where it leaves that to the elements around it."""
    is_clipped = OF_NO_SIZE.search(style) and CLIPPED.search(style)
    if "hidden" in given or "popover" in given or is_clipped or HIDDEN.search(style) or (tag == "option" and "selected" not in given):
        return Manner.UNSEEN
    if STRUCK.search(style):
        return Manner.STRUCK
    raised = RAISED.search(style)
    return {"super": Manner.RAISED, "sub": Manner.LOWERED}[raised[1].lower()] if raised else MANNERS.get(tag)


def is_in_white(tag: str, given: Given, style: str) -> bool | None:
    """Say whether an element gives its texts the colour white, None where it gives them none."""
    colours = COLOUR.findall(style) or ([given.get("color") or ""] if tag == "font" and given.get("color") else [])
    return is_white(colours[-1]) if colours else None


def is_turned(tag: str, given: Given, style: str) -> bool:
    """Say whether an element shows its characters from right to left, digits too."""
    if tag == "bdo":
        return (given.get("dir") or "").lower() != "ltr"
    return bool(OVERRIDE.search(style) and (LEFTWARD.search(style) or (given.get("dir") or "").lower() == "rtl"))

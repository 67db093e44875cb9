"""XML read as a stream of elements: no document type, and so no entity, is accepted, and nothing is loaded from outside."""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from pipelines.drop.workbooks.grid import DAMAGED, UnreadableWorkbook

Attributes = dict[str, str]
OnStart = Callable[[str, Attributes], None]
OnEnd = Callable[[str, str], None]
OnText = Callable[[str], None]


class _LocalNames(dict[str, str]):
    """The names of elements and attributes without the prefix of their namespace."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


class MarkupReader:
    """Calls `on_start(name, attributes)` and `on_end(name, text)` for each element, by its local name.

    The text of an element is what stands between its start and its end, or the last element within it; where texts and
    elements are mixed, `on_text` is called with each piece instead. Attributes keep their prefixes; `local` takes them
    off.
    """

    def __init__(self, on_start: OnStart, on_end: OnEnd, on_text: OnText | None = None) -> None:
        self._on_start, self._on_end = on_start, on_end
        self._names = _LocalNames()
        self._text: list[str] = []
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = on_text or self._text.append

    def feed(self, data: bytes) -> None:
        """Read on."""
        self._parse(data, False)

    def close(self) -> None:
        """Say that there is no more. Raises UnreadableWorkbook for markup that breaks off."""
        self._parse(b"", True)

    def _parse(self, data: bytes, is_final: bool) -> None:
        try:
            self._parser.Parse(data, is_final)
        except expat.ExpatError:
            raise UnreadableWorkbook(DAMAGED) from None

    def _start(self, name: str, attributes: Attributes) -> None:
        self._text.clear()
        self._on_start(self._names[name], attributes)

    def _end(self, name: str) -> None:
        self._on_end(self._names[name], "".join(self._text))
        self._text.clear()


def _refuse_document_type(*_: object) -> None:
    raise UnreadableWorkbook("it declares entities, which no workbook needs", "save it again in Excel and send that")


def read_markup(chunks: Iterable[bytes], on_start: OnStart, on_end: OnEnd, on_text: OnText | None = None) -> None:
    """Read a whole document of XML."""
    reader = MarkupReader(on_start, on_end, on_text)
    for chunk in chunks:
        reader.feed(chunk)
    reader.close()


def list_elements(chunks: Iterable[bytes]) -> Iterator[tuple[str, Attributes]]:
    """Yield the elements of a short document in the order of their starts, the attributes by their local names."""
    found: list[tuple[str, Attributes]] = []
    read_markup(chunks, lambda name, attributes: found.append((name, local(attributes))), lambda name, text: None)
    yield from found


def local(attributes: Attributes) -> Attributes:
    """Return attributes without the prefixes of their namespaces."""
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}

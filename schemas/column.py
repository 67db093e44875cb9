"""How a raw column is described: its name, kind, unit, whether it must be there, and what it looks like.

The raw contract of a table is the tuple `COLUMNS` in `schemas/staging/<table>.py`; there is no second list. From it come the header
synonyms, the code books, the data dictionary and the rules that every column of a kind shares.
"""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "code", "number", "integer", "date", "datetime"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a raw table, as a hospital sends it: always text, read as `kind` in staging."""

    name: str
    kind: Kind
    meaning: str
    examples: tuple[str, ...]
    required: bool = False  # the extract must have the column; whether a cell may be blank is a rule's business
    criterion: str = ""  # the criterion of eligibility for which it is required: a study that does not ask it can do without
    unit: str = ""
    headers: tuple[str, ...] = ()  # other headers under which hospitals send it, English and Korean
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # registry code -> ways in which it is written
    is_free_text: bool = False  # may hold anything, a name too
    number_of: Literal["", "exam", "lesion", "specimen"] = ""  # the hospital's number of one: a keyed pseudonym stands in its place
    labels: str = ""  # pattern of those numbers that name nobody, and stay
    is_day_of_birth: bool = False  # a release has its year, unless the settings keep the day
    is_reader: bool = False  # a name of the reader roster in the settings

    @property
    def numbers_for_unknown(self) -> tuple[int, ...]:
        """The numbers that can be no value of the column, and that systems write for unknown: nobody is 999 cm tall or weighs 999 kg."""
        return (999, 9999) if self.unit in ("cm", "kg") else ()

    @property
    def is_published(self) -> bool:
        """Whether the column may leave the restricted zone."""
        return not self.is_free_text


@dataclass(frozen=True, kw_only=True)
class Units:
    """In which units the results of a table may come: the column whose codes have units, and the reference table that lists them.

    `value` is the column that holds the result itself, `unit` that of its unit.
    """

    column: str
    value: str
    unit: str
    table: str


# Words with one meaning. O and X are yes and no in Korea, and elsewhere nought and a mark; 양성 is positive, and benign.
YES_NO = {
    "Y": ("yes", "true", "present", "pos", "positive", "예", "네", "유", "있음"),
    "N": ("no", "false", "none", "nil", "absent", "neg", "negative", "아니오", "아니요", "무", "없음", "음성"),
}
NO_CODES = frozenset({"N", "none"})
DASHES = frozenset({"-", "--"})  # a blank in most columns; in one that has a code for no it may be that, and is asked about

PATIENT_ID = Column(
    name="patient_id",
    kind="text",
    meaning="The hospital's patient number; replaced by a keyed pseudonym when the file is read",
    examples=("00012345", "P001"),
    required=True,
    headers=(
        "patient no",
        "patient number",
        "pt no",
        "pid",
        "mrn",
        "chart no",
        "등록번호",
        "환자번호",
        "병록번호",
        "환자등록번호",
        "차트번호",
        "차트넘버",
    ),
)

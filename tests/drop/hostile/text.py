"""Text: encodings, line ends, quotation marks, torn and endless lines."""

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.kind import kind


@kind(
    "a row with a NUL in it is no text: it is quarantined, the others are read",
    quarantined={"CV-005": 1},
    lost={"labs": ["00000001,AST,45,U/L,2023-01-09"]},
)
def csv_nul(drop):
    drop.write("labs", LABS.replace(b",45,", b",4\x005,"))


@kind("the bytes of a file that holds none of text are refused", refused=r"labs\* \(file \d\)")
def csv_all_nul(drop):
    drop.write("labs", bytes(1000))

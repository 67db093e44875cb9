"""Workbooks: Excel of all ages, OpenDocument, and what is only named so."""

from tests.drop.hostile.archives import LABS, instead_of_labs
from tests.drop.hostile.kind import kind


@kind("a workbook that is cut off is no workbook", refused=r"labs\* \(file \d\): it is damaged or truncated")
def xlsx_truncated(drop):
    instead_of_labs(drop, "labs.xlsx", b"PK\x03\x04" + LABS)

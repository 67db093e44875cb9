"""Archives: zip and gzip, nested, locked, damaged, and bombs."""

import gzip
import io
import zipfile

from tests.drop.hostile.kind import kind
from tests.small_drop import text_of

LABS = text_of("labs").encode()


def packed(members, method=zipfile.ZIP_DEFLATED):
    """Return a zip of (name or ZipInfo, content); a name may come twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def instead_of_labs(drop, name, data):
    """Put a file into the place of labs.csv."""
    (drop.drop / "labs.csv").unlink()
    (drop.drop / name).write_bytes(data)


@kind(
    "the ratio of what is unpacked to what is packed is limited", refused=r"labs\* \(file \d\): unpacked it is more than 200 times as large"
)
def zip_bomb_10gb_zeros_csv(drop):
    block, buffer = bytes(1 << 20), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open("labs.csv", "w") as out:
        for _ in range(300):  # what comes behind is never unpacked
            out.write(block)
    instead_of_labs(drop, "labs.zip", buffer.getvalue())


@kind("gzip knows members that follow each other: they are one file")
def gz_two_members(drop):
    instead_of_labs(drop, "labs.csv.gz", gzip.compress(LABS[:100]) + gzip.compress(LABS[100:]))


@kind("no two files of one name: one of them would be lost", refused="two files in it have the same name")
def zip_same_member_twice(drop):
    instead_of_labs(drop, "labs.zip", packed([("labs.csv", LABS), ("labs.csv", LABS + b"00000001,AST,44,U/L,2023-01-08\n")]))

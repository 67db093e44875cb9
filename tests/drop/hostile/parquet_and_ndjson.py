"""Parquet and NDJSON: damaged, odd types, bombs."""

import datetime as dt
import decimal
import io
import json

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.drop.hostile.archives import LABS, instead_of_labs
from tests.drop.hostile.kind import kind

ROWS = pl.read_csv(LABS, infer_schema=False)
FIRST, SECOND = (LABS.decode().splitlines()[line] for line in (1, 2))
ZONE = 'its times have an offset from UTC .* say timezone = "Asia/Seoul"'


def labs_as_parquet(**columns) -> bytes:
    """Return the laboratory results as Parquet, all text; `columns` replace or add some."""
    table = ROWS.to_arrow()
    for name, values in columns.items():
        column = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)
        at = table.column_names.index(name) if name in table.column_names else -1
        table = table.set_column(at, name, column) if at >= 0 else table.append_column(name, column)
    return as_parquet(table)


def as_parquet(table, **more) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, **more)
    return buffer.getvalue()


def put(drop, data: bytes, name: str = "labs.parquet") -> None:
    instead_of_labs(drop, name, data)


# --- damage


@kind("a Parquet file that is cut off is refused", refused="it is no whole Parquet file; send it again")
def pq_truncated(drop):
    put(drop, labs_as_parquet()[:-20])


@kind("so is one with flipped bits in its rows", refused="it is no whole Parquet file")
def pq_flipped(drop):
    data = bytearray(as_parquet(ROWS.to_arrow(), compression="zstd"))
    for at in range(8, 400, 7):
        data[at] ^= 0xFF
    put(drop, bytes(data))


@kind("so is one whose footer is junk", refused="it is no whole Parquet file")
def pq_footer_junk(drop):
    data = labs_as_parquet()
    put(drop, data[:-300] + bytes(range(256)) + data[-44:])


@kind("so is one that is nothing but its marks", refused="it is no whole Parquet file")
def pq_only_marks(drop):
    put(drop, b"PAR1" + bytes(4) + b"PAR1")


@kind("a text that is no UTF-8 breaks no process", refused="it is no whole Parquet file")
def pq_text_that_is_none(drop):
    texts = pa.array([b"caf\xe9"] * ROWS.height, pa.binary()).cast(pa.string(), safe=False)
    put(drop, as_parquet(ROWS.to_arrow().append_column("note", texts), store_schema=False))


@kind("two columns of one name", refused="columns 1, 6 have the same header")
def pq_dup_columns(drop):
    table = ROWS.to_arrow()
    put(drop, as_parquet(table.append_column("patient_id", table.column(0))))


@kind("no rows where there must be some", refused="the extract of labs has a header and no rows that can be read")
def pq_no_rows(drop):
    put(drop, as_parquet(ROWS.clear().to_arrow()))


@kind("no columns", refused="it has no columns")
def pq_no_columns(drop):
    put(drop, as_parquet(pa.table({})))


# --- bombs


@kind("30 million rows in some kilobytes are refused before they are unpacked", refused=r"it repeats 30,000,000 rows in [\d,]+ bytes")
def pq_huge_rle_bomb(drop):
    buffer = io.BytesIO()
    block = pa.table({name: pa.array([text]).take(pa.array([0] * 1_000_000)) for name, text in ROWS.row(0, named=True).items()})
    with pq.ParquetWriter(buffer, block.schema, compression="zstd") as writer:
        for _ in range(30):
            writer.write_table(block, row_group_size=1_000_000)
    put(drop, buffer.getvalue())


@kind("a text of a megabyte in each of 5,000 rows is more memory than a file may take", refused=r"takes more memory than 0\.5 GB")
def pq_long_texts_bomb(drop):
    drop.set("[sources.emr]\n", "[limits]\nmemory_gb = 0.5\n\n[sources.emr]\n")
    rows = pa.table({name: pa.array([text] * 5_000) for name, text in ROWS.row(0, named=True).items()})
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), pa.array(["x" * 1_000_000]))
    put(drop, as_parquet(rows.append_column("note", repeated), compression="zstd"))


@kind("5,000 further columns are columns that nothing reads")
def pq_5000_columns(drop):
    table = ROWS.to_arrow()
    blank = pa.array(["x"] * ROWS.height)
    put(drop, as_parquet(pa.table([*table.columns, *[blank] * 5_000], names=[*table.column_names, *(f"c{i}" for i in range(5_000))])))


@kind("a record in a record, 200 times, is beyond what a file may nest", refused="it is no whole Parquet file")
def pq_nested_200_times(drop):
    value = pa.array([1] * ROWS.height)
    for _ in range(200):
        value = pa.StructArray.from_arrays([value], names=["x"])
    put(drop, labs_as_parquet(note=value))


# --- types


@kind("types of which no table has a cell are text in a column that nothing reads")
def pq_odd_types(drop):
    n = ROWS.height
    put(
        drop,
        labs_as_parquet(
            wide=pa.array([decimal.Decimal(2) ** 200] * n, pa.decimal256(76, 0)),
            half=pa.array([1.5] * n, pa.float16()),
            span=pa.array([dt.timedelta(days=1)] * n),
            large=pa.array([2**64 - 1] * n, pa.uint64()),
            listed=pa.array([[1, None]] * n),
            mapped=pa.array([[("a", 1)]] * n, pa.map_(pa.string(), pa.int64())),
            bits=pa.array([b"\xff\xfe"] * n, pa.binary(2)),
            nothing=pa.nulls(n),
            late=pa.StructArray.from_arrays([pa.array([3_000_000] * n, pa.int32()).cast(pa.date32())], names=["day"]),
            clock=pa.array([dt.time(13, 20)] * n),
            seen=pa.array(["a"] * n).dictionary_encode(),
        ),
    )


@kind(
    "values as decimals of 256 bits are the numbers they are", read_besides={"labs": [FIRST.replace("45", "45.00")]}, lost={"labs": [FIRST]}
)
def pq_value_decimal256(drop):
    exact = pa.array([decimal.Decimal("45.00")], pa.decimal256(60, 2))
    put(drop, as_parquet(ROWS.head(1).to_arrow().drop_columns("value").append_column("value", exact)), "labs_1.parquet")
    (drop.drop / "labs_2.csv").write_bytes(ROWS.slice(1).write_csv().encode())


@kind("days as days")
def pq_dates(drop):
    put(drop, labs_as_parquet(collected_at=pa.array([dt.date.fromisoformat(day) for day in ROWS["collected_at"]])))


@kind("moments without a zone are the hospital's, also as Impala writes them")
def pq_int96(drop):
    moments = pa.array([dt.datetime.fromisoformat(day) for day in ROWS["collected_at"]], pa.timestamp("ns"))
    table = ROWS.to_arrow()
    at = table.column_names.index("collected_at")
    put(drop, as_parquet(table.set_column(at, "collected_at", moments), use_deprecated_int96_timestamps=True))


@kind("moments of a zone, and no zone of the hospital", refused=ZONE)
def pq_date_tz(drop):
    days = [dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) for day in ROWS["collected_at"]]
    put(drop, labs_as_parquet(collected_at=pa.array(days)))


@kind("a day as a decimal of 256 bits is none", quarantined={"CV-009": 6}, lost={"labs": LABS.decode().splitlines()[1:]})
def pq_date_dec256(drop):
    put(drop, labs_as_parquet(collected_at=pa.array([decimal.Decimal(2) ** 200] * ROWS.height, pa.decimal256(76, 0))))


@kind("a day as a record is none", quarantined={"CV-009": 6}, lost={"labs": LABS.decode().splitlines()[1:]})
def pq_date_struct(drop):
    days = pa.array([{"year": int(day[:4])} for day in ROWS["collected_at"]])
    put(drop, labs_as_parquet(collected_at=days))


@kind("a day in the year 10000 is none", quarantined={"CV-009": 6}, lost={"labs": LABS.decode().splitlines()[1:]})
def pq_date_year_10000(drop):
    put(drop, labs_as_parquet(collected_at=pa.array([3_000_000] * ROWS.height, pa.int32()).cast(pa.date32())))


@kind("Parquet under another name is Parquet")
def pq_named_csv(drop):
    put(drop, labs_as_parquet(), "labs.csv")


# --- JSON

RECORDS = [dict(zip(ROWS.columns, row, strict=True)) for row in ROWS.rows()]
LINES = [json.dumps(record) for record in RECORDS]


def lines(*changed: str) -> bytes:
    """Return the laboratory results as NDJSON, its first lines changed."""
    return ("\n".join([*changed, *LINES[len(changed) :]]) + "\n").encode()


def first_with(**cells) -> str:
    return json.dumps(RECORDS[0] | cells)


@kind("a line that is no object", quarantined={"CV-028": 1}, lost={"labs": [FIRST]})
def nd_broken_line(drop):
    put(drop, lines('{"patient_id": '), "labs.ndjson")


@kind("a last line that breaks off", refused="line 6: the last line breaks off and the file looks truncated")
def nd_truncated_last(drop):
    put(drop, lines()[:-10], "labs.ndjson")


@kind("a key twice: which one counts is not known", quarantined={"CV-028": 1}, lost={"labs": [FIRST]})
def nd_dup_key(drop):
    put(drop, lines(LINES[0][:-1] + ', "value": "46"}'), "labs.ndjson")


@kind("a record in a cell that nothing reads")
def nd_nested(drop):
    put(drop, lines(first_with(note={"a": [1, {"b": None}]})), "labs.ndjson")


@kind("a record in the cell of a value is no number", quarantined={"CV-016": 1}, lost={"labs": [FIRST]})
def nd_nested_value(drop):
    put(drop, lines(first_with(value={"a": 1})), "labs.ndjson")


@kind("NaN is a missing value", read_besides={"labs": [FIRST.replace("45", "")]}, lost={"labs": [FIRST]})
def nd_nan(drop):
    put(drop, lines(LINES[0].replace('"45"', "NaN")), "labs.ndjson")


@kind("a hundred thousand brackets are no record", quarantined={"CV-028": 1}, lost={"labs": [FIRST]})
def nd_deep(drop):
    put(drop, lines(LINES[0][:-1] + ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}"), "labs.ndjson")


@kind("a number of 100,000 digits in a column that nothing reads")
def nd_huge_int(drop):
    put(drop, lines(LINES[0][:-1] + ', "x": ' + "9" * 100_000 + "}"), "labs.ndjson")


@kind("a number of 5,000 digits is no value", quarantined={"CV-016": 1}, lost={"labs": [FIRST]})
def nd_huge_int_in_column(drop):
    put(drop, lines(LINES[0].replace('"45"', "9" * 5_000)), "labs.ndjson")


@kind("half a character is no text", quarantined={"CV-028": 1}, lost={"labs": [FIRST]})
def nd_lone_surrogate(drop):
    put(drop, lines(LINES[0].replace("AST", "AST\\ud800")), "labs.ndjson")


@kind("5,000 keys, each of one line, are columns that nothing reads")
def nd_5000_keys_each_other(drop):
    put(drop, lines(LINES[0][:-1] + "".join(f', "k{i}": {i}' for i in range(5_000)) + "}"), "labs.ndjson")


@kind("more keys than the widest sheet has columns", refused="its records have more than 16,384 different keys")
def nd_20000_keys(drop):
    put(drop, lines(LINES[0][:-1] + "".join(f', "k{i}": {i}' for i in range(20_000)) + "}"), "labs.ndjson")


@kind("an array of objects is read")
def nd_array_file(drop):
    put(drop, json.dumps(RECORDS, indent=1).encode(), "labs.ndjson")


@kind("so it is in one line, under another name")
def nd_array_in_one_line(drop):
    put(drop, json.dumps(RECORDS).encode(), "labs.json")


@kind("an array that breaks off", refused="it is an array of JSON that breaks off, or is none any more, after record 5")
def nd_array_truncated(drop):
    put(drop, json.dumps(RECORDS).encode()[:-20], "labs.json")


@kind("an array with more behind it", refused="or is none any more, after record 6")
def nd_array_and_more(drop):
    put(drop, json.dumps(RECORDS).encode() + b"]", "labs.json")


@kind("what is no object in an array", quarantined={"CV-028": 2}, lost={"labs": [FIRST, SECOND]})
def nd_array_of_other_things(drop):
    put(drop, json.dumps([1, ["a"], *RECORDS[2:]]).encode(), "labs.json")


@kind("one object over several lines that holds the table is no list of records", refused="one JSON object that holds a whole table")
def nd_object_over_lines(drop):
    put(drop, json.dumps({"labs": RECORDS}, indent=1).encode() + b"\n", "labs.json")


@kind("one object that holds the table by its columns is no list of records", refused="one JSON object that holds a whole table")
def nd_by_columns(drop):
    put(drop, json.dumps({name: {str(i): cell for i, cell in enumerate(ROWS[name])} for name in ROWS.columns}).encode(), "labs.json")


@kind("nor is one that holds it under a name", refused="one JSON object that holds a whole table")
def nd_under_a_name(drop):
    put(drop, json.dumps({"data": ROWS.to_dicts()}).encode(), "labs.json")


@kind("a mark before the text, and the line ends of Windows")
def nd_bom_and_crlf(drop):
    put(drop, b"\xef\xbb\xbf" + lines().replace(b"\n", b"\r\n"), "labs.ndjson")


@kind("UTF-16 with its mark")
def nd_utf16(drop):
    put(drop, lines().decode().encode("utf-16"), "labs.ndjson")


@kind("JSON under another name is JSON")
def nd_named_csv(drop):
    put(drop, lines(), "labs.csv")


@kind("an array of five million numbers in one cell is more memory than a file may take", refused=r"takes more memory than 0\.25 GB")
def nd_memory_bomb(drop):
    drop.set("[sources.emr]\n", "[limits]\nmemory_gb = 0.25\n\n[sources.emr]\n")
    put(drop, ("[" + LINES[0][:-1] + ', "x": [' + "0.5," * 5_000_000 + "0]}]").encode(), "labs.json")


@kind("a line of twenty million characters is no record", quarantined={"CV-028": 1}, lost={"labs": [FIRST]})
def nd_endless_line(drop):
    put(drop, lines(LINES[0][:-1] + ', "x": "' + "a" * 20_000_000 + '"}'), "labs.ndjson")


@kind("an array in one line of twenty million characters is read")
def nd_array_in_an_endless_line(drop):
    put(drop, json.dumps([RECORDS[0] | {"x": "a" * 20_000_000}, *RECORDS[1:]]).encode(), "labs.json")

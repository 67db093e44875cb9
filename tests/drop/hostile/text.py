"""Text: encodings, line ends, quotation marks, footers, torn and endless lines."""

import codecs

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.kind import kind

AST = ["00000001,AST,45,U/L,2023-01-09"]
LAST = ["00000003,TBIL,0.8,mg/dL,2023-01-20"]
HEADER, *ROWS = LABS.decode().splitlines(keepends=True)
KOREAN = LABS.decode().replace(HEADER, "환자번호,검사명,결과,단위,검사일\n")
HUGE = 200_000_000


@kind("a row with a NUL in it is no text: it is quarantined, the others are read", quarantined={"CV-005": 1}, lost={"labs": AST})
def csv_nul(drop):
    drop.write("labs", LABS.replace(b",45,", b",4\x005,"))


@kind("the bytes of a file that holds none of text are refused", refused=r"labs\* \(file \d\)")
def csv_all_nul(drop):
    drop.write("labs", bytes(1000))


@kind("one endless line is a row that cannot be read, the others are", quarantined={"CV-028": 1})
def csv_200mb_line(drop):
    drop.write("labs", HEADER.encode() + b"00000001," + b"A" * HUGE + b",45,U/L,2023-01-09\n" + "".join(ROWS).encode())


@kind("an endless line above a header that is known is a title")
def csv_200mb_first_line(drop):
    drop.write("labs", b"A" * HUGE + b"\n" + LABS)


@kind("quotation marks without end", refused="line 1: the line, in which the header may be")
def csv_200mb_of_quotes(drop):
    drop.write("labs", b'"' * HUGE)


@kind("a line of more cells than a table can have is quarantined", quarantined={"CV-028": 1})
def csv_20mb_commas(drop):
    drop.write("labs", LABS + b"," * 20_000_000 + b"\n")


@kind("a line of commas above a header that is known is a title")
def csv_20mb_commas_first(drop):
    drop.write("labs", b"," * 20_000_000 + b"\n" + LABS)


@kind("5,000 columns of which the registry knows five: the others are named", read_besides={})
def csv_5000_columns(drop):
    more = "".join(f",c{i}" for i in range(4_995))
    drop.write("labs", HEADER.strip() + more + "\n" + "".join(row.strip() + ",1" * 4_995 + "\n" for row in ROWS))


@kind("19,000 columns are no more than four times as many")
def csv_19000_columns(drop):
    header, *rows = LABS.decode().splitlines()
    drop.write("labs", header + "".join(f",h{i}" for i in range(19_000)) + "\n" + "".join(row + "," * 19_000 + "\n" for row in rows))


@kind("CR alone ends a line")
def csv_cr_only(drop):
    drop.write("labs", LABS.replace(b"\n", b"\r"))


@kind("lines may end in CR, LF and both in one file")
def csv_mixed_newlines(drop):
    drop.write("labs", LABS.replace(b"\n", b"\r\n", 3).replace(b"2023-01-20\n", b"2023-01-20\r"))


@kind("a quotation mark that is never closed has swallowed rows", refused="line 3: a quotation mark that opens in this line is not closed")
def csv_unbalanced_quote(drop):
    drop.write("labs", LABS.replace(b"00000001,ALB", b'00000001,"ALB'))


@kind("one in the middle of a cell is text of its cell, which no dictionary has", quarantined={"CV-013": 1}, lost={"labs": AST})
def csv_lone_quote_in_a_cell(drop):
    drop.write("labs", LABS.replace(b"AST,45", b'A"ST,45'))


@kind("a mark that is closed in a later row has swallowed those between", refused="is not closed, or the file is truncated")
def csv_unbalanced_quote_middle(drop):
    drop.write("labs", LABS.replace(b"00000001,AST", b'00000001,"AST').replace(b"NA,139", b'NA",139'))


NOT_CLOSED = "line 3: a quotation mark that opens in this line is not closed"
NUMBERED = "no," + HEADER.strip() + ",remark\n"


@kind(
    "a mark in the remark of one row that is closed in that of a later one has swallowed rows, whatever a row begins with",
    refused=NOT_CLOSED,
)
def csv_quote_closed_in_a_later_remark(drop):
    remarks = ["", '"call back', "", 'phoned"', "", ""]
    drop.write(
        "labs", NUMBERED + "".join(f"{i},{row.strip()},{remark}\n" for i, (row, remark) in enumerate(zip(ROWS, remarks, strict=True)))
    )


@kind("so has one that is closed in another column", refused=NOT_CLOSED)
def csv_quote_closed_in_another_column(drop):
    rows = [f"{i},{row.strip()}," for i, row in enumerate(ROWS)]
    rows[1], rows[3] = rows[1] + '"call back', rows[3].replace("61", '61"')
    drop.write("labs", NUMBERED + "\n".join(rows) + "\n")


@kind("a remark of several lines, with the delimiter in them, is a remark")
def csv_remark_of_several_lines(drop):
    rows = [f'{i},{row.strip()},"seen, {i}\nby a, b, ""c"", d"\n' for i, row in enumerate(ROWS)]
    drop.write("labs", NUMBERED + "".join(rows))


@kind("a word for a sum is a value where its row is filled as all others are")
def csv_total_as_a_value(drop):
    notes = ["fasting", "Total", "", "total", "fasting", "Total"]
    drop.write("labs", "note," + HEADER + "".join(f"{note},{row}" for note, row in zip(notes, ROWS, strict=True)))


@kind("two columns of one name: nobody can tell which is meant", refused="columns 3, 4 have the same header")
def csv_dup_headers(drop):
    drop.write("labs", LABS.replace(b"value,unit", b"value,Value"))


@kind("a laboratory without rows would empty the registry", refused="has a header and no rows")
def csv_header_only(drop):
    drop.write("labs", HEADER)


@kind("a header with one delimiter above rows with another: none of the rows is one", refused="none of the 6 rows .* the row has 1 cells")
def csv_header_with_another_delimiter(drop):
    drop.write("labs", HEADER.replace(",", "\t") + "".join(ROWS))


@kind("an answer of a web server is no table", refused="it is a web page without a table")
def csv_is_a_login_page(drop):
    drop.write("labs", "<!DOCTYPE html><html><head><title>Login</title></head><body><form>Session expired</form></body></html>\n")


@kind("statements of a database are no table", refused="it holds statements of a database; send the table itself")
def csv_is_statements(drop):
    drop.write("labs", "INSERT INTO labs VALUES\n" + "".join(f"('{row.strip()}'),\n" for row in ROWS))


@kind("a database is no table", refused="it holds a database of SQLite; send the table itself")
def csv_is_a_database(drop):
    drop.write("labs", b"SQLite format 3\x00" + bytes(range(256)) * 8)


@kind("a delimiter that is none of the four makes one cell of a line", refused="the header, which is one cell .is its delimiter a comma")
def csv_of_hive(drop):
    drop.write("labs", LABS.replace(b",", b"\x01"))


@kind("NEL and LS are characters of a cell: the file is one line", refused=r"labs\* \(file \d\)")
def csv_line_ends_of_unicode(drop):
    drop.write("labs", LABS.decode().replace("\n", "\x85", 4).replace("\n", "\u2028"))


@kind("an empty file", refused="it is empty")
def csv_empty(drop):
    drop.write("labs", b"")


@kind("blank lines alone", refused="it holds no filled row")
def csv_blank_lines(drop):
    drop.write("labs", b"\n , \n\n")


@kind("two files pasted together: mark and header in the middle are counted out")
def csv_bom_in_middle(drop):
    drop.write("labs", ("\ufeff" + "".join([HEADER, *ROWS[:3], "\ufeff" + HEADER, *ROWS[3:]])).encode())


@kind("two marks are one")
def csv_double_bom(drop):
    drop.write("labs", codecs.BOM_UTF8 * 2 + LABS)


@kind("two files pasted together, the second in another order: its rows would be read into wrong columns", refused="again in another order")
def csv_header_again_in_another_order(drop):
    drop.write("labs", LABS + b"patient_id,value,test,unit,collected_at\n00000003,0.9,TBIL,mg/dL,2023-01-20\n")


@kind("so they would be below a header in another language", refused="line 8: a header stands here again in another order or other words")
def csv_header_again_in_korean(drop):
    drop.write("labs", HEADER.strip() + ",lower_limit\n" + "".join(row.strip() + ",\n" for row in ROWS))
    drop.append("labs", "환자번호,검사명,하한치,단위,검사일,결과", "00000001,AST,13,U/L,2023-01-08,44")


@kind("so they would be below the header of another table", refused="line 8: a header stands here again")
def csv_table_below_a_table(drop):
    drop.write("labs", LABS + (drop.drop / "follow_up.csv").read_bytes())


@kind("UTF-16 with its mark")
def csv_utf16_bom(drop):
    drop.write("labs", KOREAN.encode("utf-16"))


@kind("UTF-16 without its mark: the other order makes no lines of it")
def csv_utf16_nobom(drop):
    drop.write("labs", KOREAN.encode("utf-16-be"))


@kind("UTF-32, whose mark begins as that of UTF-16 does")
def csv_utf32(drop):
    drop.write("labs", KOREAN.encode("utf-32"))


@kind("Johab, of which CP949 makes no syllables in use")
def csv_johab(drop):
    drop.write("labs", KOREAN.encode("johab"))


@kind("Korean in GB 18030 has four bytes for each character")
def csv_gb18030(drop):
    drop.write("labs", KOREAN.encode("gb18030"))


@kind("Korean in seven bits")
def csv_iso2022_kr(drop):
    drop.write("labs", KOREAN.encode("iso2022_kr"))


@kind("Latin-1 fits whatever it is given: it is named and not guessed", refused='say encoding = "cp1252"')
def csv_latin1(drop):
    drop.write("labs", LABS.decode().replace("U/L", "µkat/L").encode("latin-1"))


@kind("Chinese, of which CP949 can make Hanja", refused='say encoding = "gb18030"')
def csv_gb2312(drop):
    drop.write("labs", LABS.decode().replace("AST", "天门冬氨酸转移酶").replace("ALB", "白蛋白").encode("gb2312"))


@kind("half a file in UTF-8 and half in CP949", refused="its bytes are neither UTF-8 nor CP949")
def csv_two_encodings(drop):
    drop.write("labs", KOREAN.encode("cp949") + KOREAN.encode())


ALBUMIN = ["00000001,알부민,3.8,g/dL,2023-01-07", "00000002,알부민,3.7,g/dL,2023-01-08"]


@kind("one broken character of CP949 breaks its row", quarantined={"CV-005": 1}, read_besides={"labs": ALBUMIN})
def csv_cp949_invalid_one(drop):
    torn = "00000003,알부민,3.9,g/dL,2023-01-09\n".encode("cp949").replace("알".encode("cp949"), b"\xb0")
    drop.write("labs", (KOREAN + "\n".join(ALBUMIN) + "\n").encode("cp949") + torn)


@kind("broken characters in every row", refused="its bytes are neither UTF-8 nor CP949")
def csv_cp949_invalid_all(drop):
    drop.write("labs", KOREAN.replace("\n", "가\n").encode("cp949").replace("가".encode("cp949"), b"\x80\xff"))


@kind("halves of surrogate pairs are no text in UTF-8", refused="its bytes are neither UTF-8 nor CP949")
def csv_surrogates(drop):
    drop.write("labs", LABS.replace(b"AST", b"\xed\xa0\x80").replace(b"ALB", b"\xed\xb0\x80"))


@kind("cut inside its last cell: 2023-01-20 would be 2023-01-2", quarantined={"CV-031": 1}, lost={"labs": LAST})
def csv_truncated(drop):
    drop.write("labs", LABS.rstrip()[:-1])


@kind("cut in an earlier cell", refused="line 7: the last line breaks off")
def csv_truncated_early(drop):
    drop.write("labs", LABS[:-15])


@kind("whole but for its last newline: its last cell is as long as all others")
def csv_no_last_newline(drop):
    drop.write("labs", LABS.rstrip())


@kind("no file of the source ends in a newline: that is its program's habit")
def csv_never_a_last_newline(drop):
    for path in drop.drop.glob("*.csv"):
        path.write_bytes(path.read_bytes().rstrip())


@kind("a row with too few cells", quarantined={"CV-028": 1}, lost={"labs": AST})
def csv_short_rows_1(drop):
    drop.write("labs", LABS.replace(b"AST,45,U/L", b"AST,45"))


@kind("a row with a cell too many", quarantined={"CV-028": 1}, lost={"labs": AST})
def csv_extra_cells_1(drop):
    drop.write("labs", LABS.replace(b"AST,45", b"AST,45,0"))


@kind("every line ends in the delimiter, and a decimal comma fills a cell that has no name", quarantined={"CV-028": 1}, lost={"labs": AST})
def csv_trailing_delimiter_and_decimal_comma(drop):
    drop.write("labs", LABS.replace(b"\n", b",\n").replace(b"AST,45", b"AST,45,0"))


@kind("a remark with the delimiter in it pushes a blank last cell out", quarantined={"CV-028": 1})
def csv_shifted_by_a_remark(drop):
    drop.replace("procedures", "TACE,", "TACE,")
    drop.write("procedures", (drop.drop / "procedures.csv").read_text() + "00000003,2022-11-20,TACE,left, right lobe,\n")


@kind("a row torn in two by a newline", quarantined={"CV-028": 2}, lost={"labs": AST})
def csv_torn_row(drop):
    drop.write("labs", LABS.replace(b"AST,45,", b"AST,45\n,"))


@kind("statements in cells are text", quarantined={"CV-013": 1}, lost={"labs": AST})
def csv_sql_in_values(drop):
    drop.write("labs", LABS.replace(b"AST", b"'; drop table raw.labs; --", 1))


@kind("statements in a header are an unknown header")
def csv_sql_in_header(drop):
    drop.write("labs", LABS.replace(b"\n", b",1\n").replace(b"collected_at,1", b'collected_at,"x""; drop table raw.labs; --"'))


@kind("markup in a header is an unknown header")
def csv_html_in_header(drop):
    drop.write("labs", LABS.replace(b"\n", b",1\n").replace(b"collected_at,1", b"collected_at,<script>alert(1)</script>"))


@kind("without a header, patients would be the names of columns; no cell is printed", refused="needs columns that the header does not have")
def csv_patient_in_headerless(drop):
    drop.write("labs", "".join(ROWS))


@kind("a person's name as a header stays outside")
def csv_canary_header_unknown(drop):
    drop.write("labs", LABS.replace(b"\n", b",1\n").replace(b"collected_at,1", "collected_at,홍길동".encode()))


@kind("every cell in quotation marks")
def csv_all_quotes(drop):
    drop.write("labs", "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in LABS.decode().splitlines()))


@kind("blanks before the quotation marks")
def csv_quotes_after_blanks(drop):
    drop.write("labs", "".join(", ".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in LABS.decode().splitlines()))


@kind("a cell longer than 131,072 characters breaks its row", quarantined={"CV-028": 1}, lost={"labs": AST})
def csv_long_cell(drop):
    drop.write("labs", LABS.replace(b"AST", b"A" * 200_000, 1))


@kind(r"\N, as databases write it, is a blank cell", read_besides={"procedures": ["00000003,2022-11-20,TACE,"]})
def csv_backslash_n(drop):
    path = drop.drop / "procedures.csv"
    path.write_text(path.read_text() + "00000003,2022-11-20,TACE,\\N\n")


@kind("Excel's own line for the delimiter")
def csv_sep_line(drop):
    drop.write("labs", b"sep=;\n" + LABS.replace(b",", b";"))


@kind("a footer counts the rows; it needs no newline")
def csv_footer(drop):
    drop.write("labs", LABS + "총 6건".encode())


@kind("a footer with another number says that rows are lost", refused="the footer says that there are 7 rows, and 6 were read")
def csv_footer_wrong(drop):
    drop.write("labs", LABS + b"\n7 rows selected.\n")


@kind("the export of psql: drawn with lines, counted below")
def csv_psql_aligned(drop):
    lines = LABS.decode().splitlines()
    drop.write(
        "labs",
        "".join(" " + " | ".join(lines[0].split(",")) + "\n")
        + "----+----+----+----+----\n"
        + "".join(line.replace(",", "|") + "\n" for line in lines[1:])
        + "(6 rows)\n\n",
    )


@kind("the export of mysql: in a box, counted below")
def csv_mysql_box(drop):
    box = ["|" + "|".join(line.split(",")) + "|\n" for line in LABS.decode().splitlines()]
    drawn = "+----+----+----+----+----+\n"
    drop.write("labs", drawn + box[0] + drawn + "".join(box[1:]) + drawn + "6 rows in set (0.00 sec)\n")


@kind("the export of sqlcmd: dashes below the header, rows affected below")
def csv_sqlcmd(drop):
    drop.write(
        "labs", LABS.replace(b"collected_at\n", b"collected_at\n----------,----,-----,----,------------\n") + b"\n(6 rows affected)\n"
    )


@kind("a spool that the database broke off says so", refused="the database says here that the export failed")
def csv_ora_error(drop):
    drop.write("labs", LABS + b"ORA-01555: snapshot too old\n")


@kind("a line of control characters for a terminal is a row that no patient has", quarantined={"CV-007": 1, "CR-002": 1})
def csv_ansi(drop):
    drop.write("labs", LABS + b"\x1b[31m00000001\x1b[0m,AST,44,U/L,2023-01-08\n")

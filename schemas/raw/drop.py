"""One row per drop: what its files, headers and lines must be before there are rows that a table can hold.

A rule of level `stop` is held where a file is read and ends the run there (UnreadableDrop names it by its number); the others count.
"""

from schemas.rule import Rule

EXTRACT_IS_READABLE = Rule(
    id="CV-001",
    name="every_extract_is_there_and_can_be_read_to_its_end",
    level="stop",
    category="conformance, value",
    columns=("file",),
    when_null="fails: an extract without rows is none",
    message="an extract is missing, empty, damaged, locked or cut off",
    action="Send the whole extract again, or correct files in registry.toml.",
    citation="OHDSI DataQualityDashboard cdmTable",
    held_by="drop.read_file.read_file",
)
HEADER_IS_UNDERSTOOD = Rule(
    id="CV-002",
    name="header_has_every_column_that_is_needed_once",
    level="stop",
    category="conformance, relational",
    columns=("file", "header"),
    when_null="fails: a column without a header is none",
    message="the header lacks a column, has one twice, or stands in two rows",
    action="Send the extract with its columns, or say in headers of registry.toml how they are called.",
    citation="OHDSI DataQualityDashboard cdmField",
    held_by="raw.headers.match_header",
)
HEADER_IS_KNOWN = Rule(
    id="CV-003",
    name="header_is_known",
    level="flag",
    category="conformance, value",
    columns=("file", "header"),
    when_null="passes: a column without a header and without a cell is none",
    message="the registry does not know a column of the file, or the settings name a header that no file has",
    action='Say in headers of the settings which column it is, or give it the column "" if it may stay outside.',
    citation="Registry protocol: nothing stays outside without a word",
    held_by="raw.unknown_headers.note_unknown_headers",
)
NAME_HOLDS_NO_IDENTIFIER = Rule(
    id="CV-004",
    name="no_direct_identifier_in_the_name_of_a_file_or_sheet",
    level="flag",
    category="conformance, value",
    columns=("file", "sheet"),
    when_null="passes",
    message="the name of a file or sheet holds a resident registration or telephone number",
    action="Let the program that sends it name it otherwise: here it is called by its number, and whoever sends it sees its name.",
    citation="Registry protocol: identifiers do not enter the warehouse",
    held_by="raw.telling_names.note_telling_name",
)
FILE_IS_TEXT = Rule(
    id="CV-005",
    name="file_is_text_in_an_encoding_that_is_read",
    level="stop",
    category="conformance, value",
    columns=("file",),
    when_null="passes: CV-001 speaks of an empty file",
    message="the bytes of the file are no text in its encoding",
    action="Say encoding for this file in registry.toml, or save it as UTF-8.",
    citation="Registry protocol: Korean extracts come as UTF-8 or CP949",
    held_by="drop.decode.decode",
)
LINE_IS_TEXT = Rule(
    id="CV-005",
    name="line_is_text_in_the_encoding_of_its_file",
    level="reject",
    category="conformance, value",
    columns=("file", "line"),
    when_null="passes",
    message="the row holds bytes that are no text in the file's encoding",
    action="Correct the line in the source and send the file again.",
    citation="Registry protocol: Korean extracts come as UTF-8 or CP949",
    held_by="drop.make_sheet.make_sheet",
)
LINE_IS_DATA = Rule(
    id="CV-006",
    name="blank_repeated_and_subtotal_lines_are_counted_out",
    level="reject",
    category="conformance, value",
    columns=("file", "line"),
    when_null="fails: a blank line is no row",
    message="the line is blank, the header again, a subtotal, or a footer",
    action="Nothing is to be done: such lines are left out and counted per file.",
    citation="Registry protocol: workbooks carry lines that are no data",
    held_by="drop.make_sheet.make_sheet",
)
LINE_FITS_ITS_HEADER = Rule(
    id="CV-028",
    name="row_has_as_many_cells_as_the_header",
    level="reject",
    category="conformance, value",
    columns=("file", "line"),
    when_null="passes: cells at the end of a line may be left away only where the header is blank",
    message="the row does not have as many cells as the header",
    action="Correct the line in the source and send the file again.",
    citation="RFC 4180",
    held_by="drop.delimited.read_delimited",
)
LAST_ROW_IS_WHOLE = Rule(
    id="CV-031",
    name="last_row_of_a_file_that_should_end_in_a_newline_is_whole",
    level="reject",
    category="completeness",
    columns=("file", "line"),
    when_null="passes: a file without rows has no last one",
    message="the file ends without the newline in which others of its source end: the last cell of its last row may be cut",
    action="Send the whole file again; if its program never writes the last newline, say ends_with_newline = false in the settings.",
    citation="RFC 4180; Registry protocol: a date that lost its last digit is a date",
    held_by="raw.last_rows.quarantine_cut_rows",
)
DECIMAL_MARK_IS_ONE = Rule(
    id="CV-032",
    name="decimal_mark_of_a_file_is_one",
    level="flag",
    category="conformance, value",
    columns=("file", "column"),
    when_null="passes",
    message="numbers are read as thousands by a mark that stands before decimals in others of the file",
    action="Say decimal_mark for this file in the settings, or have all its numbers written in one way.",
    citation="Registry protocol: 1,234 is a thousand times 1.234",
    held_by="raw.doubtful_cells.ask_about_decimal_marks",
)
DAY_NUMBERS_HAVE_A_FIRST_DAY = Rule(
    id="CV-033",
    name="bare_day_numbers_of_a_text_file_have_a_first_day",
    level="flag",
    category="conformance, value",
    columns=("file", "column"),
    when_null="passes",
    message="dates are bare numbers of days, of which a text file does not say from when they are counted",
    action="Have the dates written as dates, or say day_numbers = 1900 (as Excel for Windows counts) or 1904 in the settings.",
    citation="Registry protocol: the same number is a day four years later where days are counted from 1904",
    held_by="raw.doubtful_cells.ask_about_day_numbers",
)
NUMBERS_HAVE_THEIR_ZEROS = Rule(
    id="CV-034",
    name="patient_numbers_of_a_file_have_the_zeros_of_the_patients",
    level="flag",
    category="conformance, relational",
    columns=("file", "patient_id"),
    when_null="passes: CV-007 speaks of a missing patient number",
    message="patient numbers of a file are those of patients but for the zeros in front of them",
    action="Say patient_number_width in the settings, which puts the zeros back, or send the numbers as text, with their zeros.",
    citation="Registry protocol: a spreadsheet takes the zeros from a number; a list of deaths without them leaves the dead alive",
    held_by="raw.patient_numbers.ask_about_lost_zeros",
)
EVERY_ROW_IS_SOMEWHERE = Rule(
    id="CC-010",
    name="every_row_read_is_accepted_quarantined_copied_or_replaced",
    level="stop",
    category="conformance, computational",
    columns=("file", "table"),
    when_null="fails",
    message="rows read are not rows accepted + rows quarantined + exact copies + rows replaced: rows were lost, or made up",
    action="This is a fault of the registry: report it.",
    citation="Registry protocol: nothing may vanish",
    held_by="gate.quarantine.check_row_conservation",
)
RULES = (
    EXTRACT_IS_READABLE,
    HEADER_IS_UNDERSTOOD,
    HEADER_IS_KNOWN,
    NAME_HOLDS_NO_IDENTIFIER,
    FILE_IS_TEXT,
    LINE_IS_TEXT,
    LINE_IS_DATA,
    LINE_FITS_ITS_HEADER,
    LAST_ROW_IS_WHOLE,
    DECIMAL_MARK_IS_ONE,
    DAY_NUMBERS_HAVE_A_FIRST_DAY,
    NUMBERS_HAVE_THEIR_ZEROS,
    EVERY_ROW_IS_SOMEWHERE,
)

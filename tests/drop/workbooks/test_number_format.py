"""What a number format makes of a number: days, clocks, leading zeros and percent signs as displayed; all else is looks."""

import pytest

from pipelines.drop.workbooks.number_format import built_in_format, parse_format
from pipelines.drop.workbooks.write_number import HIDDEN, write_number, write_text


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("45", "General", "45"),
        ("45.50", "0", "45.5"),  # the digits that are stored, not those that are displayed
        ("1234567.5", "#,##0.00", "1234567.5"),
        ("5", '0.0" mg"', "5"),
        ("45", "#\\.0", "4.5"),  # a point that stands between the digits and is no decimal point
        ("45.6", '#"."0', "4.6"),  # 46 is what is displayed
        ("12345", '0"."#', "1234.5"),
        ("5", "#\\.0", ".5"),
        ("4512", "##\\-##", "45-12"),
        ("930", '##":"00', "9:30"),
        ("1234", "#\\ ##0", "1234"),  # thousands
        ("45.5", '0.0"x"0', "45.5x"),
        ("0.5", "# ?/?", "0.5"),
        ("45", "*>0", ">45"),  # fills its cell with a limit
        ("45", "_-* #,##0.00_-", "45"),
        ("5", '0" days"', "5"),  # days in quotation marks are no day
        ("44896", "[Red]0", "44896"),
        ("44896", "G/표준", "44896"),
        ("1.0000000000000001E-10", "General", "0.0000000001"),
        ("1E+20", "0.00E+00", "100000000000000000000"),
        ("NaN", "General", "NaN"),
        ("12", "@", "12"),
        ("60500", '">"0', ">60500"),  # a sign of a limit is no look
        ("0.5", "\\<0.0", "<0.5"),
        ("60500", '[Red]"≥ "#,##0;-0', "≥60500"),
        ("5", '">="General', ">=5"),
        ("-5", '">"0;-0', "-5"),  # its first section speaks of no other numbers than those above nought
        ("5", "_>0", "5"),  # a blank as wide as the sign
        ("5", '0" > 3"', "5 > 3"),
        ("5", '[<1]"<"0;0', "5"),  # a section is for the numbers that it says
        ("0.5", '[<1]"<"0;0', "<0.5"),
        ("60500", '[>=60500]">"0', ">60500"),
        ("45", '[>=60500]">"0', "45"),
        ("5", '[Red][<10]"<10";0', "<10"),  # words in the place of a number
        ("10", '[Red][<10]"<10";0', "10"),
        ("0.001", '[<0.01]"<0.01";0.00', "<0.01"),
        ("0", '[=0]"neg";[=1]"pos";General', "neg"),
        ("1", '[=0]"neg";[=1]"pos";General', "pos"),
        ("2", '[=0]"neg";[=1]"pos";General', "2"),
        ("45", ";;;", HIDDEN),
        ("0", "0;-0;;@", ""),  # noughts that mean nothing
        ("5", "0;-0;;@", "5"),
        ("0", '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "0"),  # as accountants write nought
        ("60500", "0,", "60.5"),  # shown in thousands
        ("60500000", "#,##0.0,,", "60.5"),
        ("60500", "#,##0.0", "60500"),
        ("45", '"x10^3" 0', "x10^3 45"),
        ("5", '0.0"K"', "5K"),
        ("5", '0"이상"', "5이상"),
        ("5", '0"+"', "5+"),
        ("5", '"P-"0', "P-5"),  # a word before a number is part of it
        ("-5", '0;"neg "0', "neg -5"),
        ("1.75", '0.00" m2"', "1.75"),
        ("45", "[$₩-412]#,##0", "45"),
        ("45", '"$"#,##0', "45"),
        ("1.5", "# ?/?", "1.5"),
        ("0.45", '"<"0%', "<45%"),
        ("44896", '"< "yyyy-mm-dd', "<2022-12-01"),
        ("44896", '[$-411]ggge"年"m"月"d"日"', "2022-12-01"),
        ("0", "[>1]yyyy-mm-dd;General", "0"),
        ("7", '"P0"00', "P007"),
        ("1", "00000000", "00000001"),
        ("123456789", "00000000", "123456789"),
        ("1", '"P-"0000', "P-0001"),
        ("98765", '"P-"0000', "P-98765"),
        ("20230105", "0000-00-00", "2023-01-05"),
        ("9001011234567", "000000\\-0000000", "900101-1234567"),
        ("5", '000" mg"', "005"),  # what stands behind the digits is looks
        ("1.5", "0000", "1.5"),  # no whole number: nothing is rounded away
        ("-5", "0000", "-5"),
        ("5", "[<100]000;0", "005"),
        ("0.45", "0%", "45%"),
        ("0.07", "0.00%", "7%"),
        ("44896", "yyyy-mm-dd", "2022-12-01"),
        ("44896", 'yyyy"년" m"월" d"일"', "2022-12-01"),
        ("44896", "[$-412]yyyy\\-mm", "2022-12"),  # typed as a month alone, and stored as its first day
        ("44896", "mmm-yy", "2022-12"),
        ("44896", "m/e", "2022-12"),
        ("44896", "mm-dd", "2022-12-01"),
        ("44896.5", "yyyy-mm", "2022-12-01 12:00:00"),  # no month has a time of day
        ("44910", "mmm-yy", "2022-12-15"),  # nor a fifteenth
        ("44562", "yyyy", "2022"),
        ("44896", "yyyy", "2022-12-01"),
        ("44935.25694444445", "yyyy-mm-dd hh:mm", "2023-01-09 06:10:00"),
        ("44935.123456789", "yyyy-mm-dd", "2023-01-09 02:57:46.667"),
        ("44896.999999999", "yyyy-mm-dd", "2022-12-02"),  # less than half a millisecond before midnight
        ("0.5", "hh:mm", "12:00:00"),
        ("0", "yyyy-mm-dd", "00:00:00"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("60", "yyyy-mm-dd", "1900-02-29"),  # Excel has this day, the calendar has not: it shows as unreadable
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("2958465", "yyyy-mm-dd", "9999-12-31"),
        ("2958466", "yyyy-mm-dd", "2958466"),
        ("-5", "yyyy-mm-dd", "-5"),
        ("1.25", "[h]:mm", "30:00:00"),
        ("0.25", "[hh]:mm:ss", "06:00:00"),
    ],
)
def test_a_number_is_written(stored, code, text):
    assert write_number(stored, parse_format(code)) == text


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("AST", "General", "AST"),
        ("AST", '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "AST"),
        ("45", '0;-0;0;"<"@', "<45"),
        ("1", '"P-"@', "P-1"),
        ("AST", ";;;", HIDDEN),
    ],
)
def test_a_text_is_written(stored, code, text):
    assert write_text(stored, parse_format(code)) == text


@pytest.mark.parametrize(
    ("number", "stored", "text"),
    [
        (0, "44896", "44896"),
        (9, "0.5", "50%"),
        (14, "44896", "2022-12-01"),
        (22, "44896.5", "2022-12-01 12:00:00"),
        (31, "44896", "2022-12-01"),  # yyyy"년" mm"월" dd"일" in Korea
        (46, "1.25", "30:00:00"),
        (49, "12", "12"),
        (57, "44896", "2022-12-01"),
    ],
)
def test_formats_that_are_named_by_number(number, stored, text):
    assert write_number(stored, built_in_format(number)) == text


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0", "00:00:00"),
        ("1", "1904-01-02"),
        ("43434", "2022-12-01"),
        ("20464", "1960-01-11"),
        ("2957003", "9999-12-31"),
        ("2957004", "2957004"),
    ],
)
def test_days_that_are_counted_from_1904(stored, text):
    assert write_number(stored, parse_format("yyyy-mm-dd"), 1904) == text

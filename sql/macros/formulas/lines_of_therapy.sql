-- lines_of_therapy: of the lists of therapies given on each day, in order of the days, the number of the line that each day is of. A
-- line goes on as long as no therapy is given that was not given on its first day. (The checker of style knows no lambda of two.)
create or replace macro lines_of_therapy(days_in_order) as list_reduce( -- noqa: PRS
    list_transform(days_in_order, lambda of_day: {line_no: 1::bigint, begun_with: of_day, line_nos: [1::bigint]}),
    lambda so_far, next_day: case
        when list_has_all(so_far.begun_with, next_day.begun_with)
            then {
                line_no: so_far.line_no,
                begun_with: so_far.begun_with,
                line_nos: list_append(so_far.line_nos, so_far.line_no)
            }
        else {
            line_no: so_far.line_no + 1,
            begun_with: next_day.begun_with,
            line_nos: list_append(so_far.line_nos, so_far.line_no + 1)
        }
    end
).line_nos;

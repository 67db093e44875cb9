-- read_code: the registry's code for a word, by the code book of its source and column; NULL where no book explains it.
-- (The columns of the book are renamed inside: an argument named like one of them would else be taken for it.)
create or replace macro read_code(of_column, of_source, t) as (
    select any_value(book_code)
    from (
        select
            c.source as book_source,
            c.column_key as book_column,
            c.written as book_word,
            c.code as book_code,
        from reference.codes as c
    )
    where book_column = of_column and book_source = of_source and book_word = fold(t)
);

-- status_of: what became of a cell that was read as a code, a number or a measure.
create or replace macro status_of(what_was_read, t) as
    case when t is null then 'missing' when what_was_read is not null then 'ok' else 'unreadable' end;

-- is_yes: a Y/N code as a boolean; unknown stays NULL.
create or replace macro is_yes(known_code) as case known_code when 'Y' then true when 'N' then false end;

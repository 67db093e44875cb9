-- The CTCAE term that a text means, by the list of terms (sql/reference/adverse_event_terms.csv); NULL of any other text.
-- (Columns are renamed inside: an argument named term would else be taken for the inner one.)
-- Citation: NCI CTCAE v5.0; the list cites row by row.
create or replace macro ctcae_listed_term(of_text) as (
    select min(listed_term)
    from (
        select
            t.term as listed_term,
            fold(unnest(list_append(t.words, t.term))) as listed_word,
        from reference.adverse_event_terms as t
    )
    where listed_word = fold(of_text)
);

-- The term under which an event is printed; OTHER for any text that is not in the list, for a term is free text.
create or replace macro ctcae_printed_term(of_text) as coalesce(ctcae_listed_term(of_text), 'OTHER');

-- The laboratory test behind a term; NULL for a term that no result of the registry can grade.
create or replace macro ctcae_test_of_term(of_text) as (
    select min(named_test)
    from (
        select
            t.lab_test as named_test,
            fold(unnest(list_append(t.words, t.term))) as listed_word,
        from reference.adverse_event_terms as t
    )
    where listed_word = fold(of_text)
);

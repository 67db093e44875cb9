-- One row per source, column of the raw contract and word in it, folded: the code of the registry for the word.
-- Filled from the code books of the schemas and of the settings; a source's own words go before the registry's.
-- scope: registry
select
    null::varchar as source,
    null::varchar as column_key,
    null::varchar as written,
    null::varchar as code,
where false

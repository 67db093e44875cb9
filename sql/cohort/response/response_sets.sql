-- One row per set of responses and response that counts in it under the settings of this registry.
-- Which responses make objective response (ORR) and disease control (DCR) is said in sql/reference/response_sets.csv and
-- nowhere else: the best responses, the tables, their bounds, the trace and the footnotes read these rows.
-- Citation: of each row in sql/reference/response_sets.csv.
-- scope: registry
select
    response_set || ':' || response as row_key,
    response_set,
    label,
    response,
    order_no,
from reference.response_sets
where is_in_force("when")

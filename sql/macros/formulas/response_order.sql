-- The order of responses: best first for a best response, worst first where two exams fall on one day (there NE is
-- the lowest of all).
-- Citation: admiralonco derive_param_bor (CR, PR, SD, NON-CR/NON-PD, PD, NE, ND, MISSING) and its rule for several
-- records on a date.
create or replace macro response_from_best(response) as
    case response
        when 'CR' then 1 when 'PR' then 2 when 'SD' then 3 when 'NON-CR/NON-PD' then 4
        when 'PD' then 5 when 'NE' then 6 when 'ND' then 7
    end;
create or replace macro response_from_worst(response) as
    case response
        when 'PD' then 1 when 'NON-CR/NON-PD' then 2 when 'SD' then 3 when 'PR' then 4
        when 'CR' then 5 when 'NE' then 6 when 'ND' then 7
    end;

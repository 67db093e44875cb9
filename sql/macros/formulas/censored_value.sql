-- Whether a result is above a limit, when the laboratory may have given only a bound: true, false, or NULL where the
-- bound does not tell.
-- Citation: three-valued logic of a bound; AFP is reported as ">60500" beyond the assay's range.
create or replace macro is_above(measured, operator, threshold) as
    case operator
        when '=' then measured > threshold
        when '>' then case when measured >= threshold then true end
        when '>=' then case when measured > threshold then true end
        when '<' then case when measured <= threshold then false end
        when '<=' then case when measured <= threshold then false end
    end;

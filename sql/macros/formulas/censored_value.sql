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

-- Whether a result is at least, or at most, a limit; one without a sign is measured.
create or replace macro is_at_least(number, sign, bound) as
    case
        when sign in ('>', '>=') then if(number >= bound, true, null)
        when sign = '<' then if(number <= bound, false, null)
        when sign = '<=' then if(number < bound, false, null)
        else number >= bound
    end;

create or replace macro is_at_most(number, sign, bound) as
    case
        when sign in ('<', '<=') then if(number <= bound, true, null)
        when sign = '>' then if(number >= bound, false, null)
        when sign = '>=' then if(number > bound, false, null)
        else number <= bound
    end;

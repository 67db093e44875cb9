-- Whether a fact of a patient meets a criterion of eligibility; NULL where it cannot be said, for want of the fact or because
-- only a limit of it is known. Numbers are compared with numbers, and texts and days, which are written year first, with texts.
-- Citation: registry protocol, eligibility.
create or replace macro number_meets(operator, bounds, number, sign) as
    case operator
        when '<=' then is_at_most(number, sign, bounds[1])
        when '<' then not is_at_least(number, sign, bounds[1])
        when '>=' then is_at_least(number, sign, bounds[1])
        when '>' then not is_at_most(number, sign, bounds[1])
        when 'between' then is_at_least(number, sign, bounds[1]) and is_at_most(number, sign, bounds[2])
        when '=' then is_at_least(number, sign, bounds[1]) and is_at_most(number, sign, bounds[1])
        when '!=' then not (is_at_least(number, sign, bounds[1]) and is_at_most(number, sign, bounds[1]))
        when 'in' then if(coalesce(sign, '=') = '=', list_contains(bounds, number), null)
        when 'not_in' then if(coalesce(sign, '=') = '=', not list_contains(bounds, number), null)
    end;

create or replace macro text_meets(operator, compared_with, said) as
    case
        when said is null then null
        when operator in ('=', 'in') then list_contains(compared_with, said)
        when operator in ('!=', 'not_in') then not list_contains(compared_with, said)
        when operator = '<=' then said <= compared_with[1]
        when operator = '<' then said < compared_with[1]
        when operator = '>=' then said >= compared_with[1]
        when operator = '>' then said > compared_with[1]
        when operator = 'between' then said between compared_with[1] and compared_with[2]
    end;

create or replace macro meets_criterion(operator, compared_with, compared_numbers, said, sign) as
    case
        when operator = 'known' then said is not null
        when compared_numbers is null then text_meets(operator, compared_with, said)
        else number_meets(operator, compared_numbers, try_cast(said as double), sign)
    end;

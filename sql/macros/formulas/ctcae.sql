-- Where a band of CTCAE begins, and whether a result is beyond it; NULL where a missing limit or baseline could decide.
-- Both sides are compared after rounding to 15 significant digits, so that 3 x 0.4 is 1.2.
-- Citation: NCI CTCAE; admiral compares after signif 15, too.
create or replace macro signif_15(x) as try_cast(printf('%.15g', x::double) as double);

-- ctcae_bound: the number at which a band begins; NULL without what it is a multiple of.
create or replace macro ctcae_bound(of_basis, times, lower_limit, upper_limit, baseline) as
    case of_basis
        when 'number' then times
        when 'lower_limit' then times * lower_limit
        when 'upper_limit' then times * upper_limit
        when 'baseline' then times * baseline
    end;

create or replace macro is_beyond(x, of_direction, of_bound) as
    case of_direction
        when 'above' then signif_15(x) > signif_15(of_bound)
        when 'at_least' then signif_15(x) >= signif_15(of_bound)
        when 'below' then signif_15(x) < signif_15(of_bound)
        when 'at_most' then signif_15(x) <= signif_15(of_bound)
    end;

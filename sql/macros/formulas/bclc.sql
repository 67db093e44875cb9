-- Whether a recorded BCLC stage can stand beside performance status, vessels, spread and Child-Pugh class. D needs
-- ECOG 3-4 or Child-Pugh C; C needs portal vein invasion, spread or ECOG 1-2; 0, A and B have none of them; no stage
-- before D has a cause of D, but for one: where the liver could be transplanted (Milan), a liver of Child-Pugh C may stand
-- beside 0, A and B, which then cannot be judged. NULL where what is missing could decide. The stage is checked by this and
-- never derived.
-- Citation: Reig et al., BCLC strategy 2022 update, J Hepatol 2022;76:681, table 1 (as in NCCN v1.2026: preserved function is not
-- asked for where the burden is acceptable for transplant).
create or replace macro bclc_is_consistent(
    bclc, ecog_band, has_portal_vein_invasion, has_metastasis, child_pugh_class, is_within_milan
) as
    case
        when bclc = 'D' then ecog_band = '3-4' or child_pugh_class = 'C'
        when bclc = 'C'
            then
                (has_portal_vein_invasion or has_metastasis or ecog_band = '1-2')
                and not (ecog_band = '3-4' or child_pugh_class = 'C')
        when bclc in ('0', 'A', 'B')
            then
                not (
                    has_portal_vein_invasion
                    or has_metastasis
                    or ecog_band in ('1-2', '3-4')
                    or case
                        when child_pugh_class = 'C' then case when not is_within_milan then true end
                        when child_pugh_class <> 'C' then false
                    end
                )
    end;
create or replace macro bclc_group(bclc) as
    case when bclc in ('0', 'A') then '0/A' else bclc end;

-- plain_text: one spelling for signs that Korean keyboards, spreadsheets and laboratory systems write in several ways.
-- Superscripts are turned into ^n first: a Unicode NFKC would make 109/L of 10⁹/L. Full-width forms, squared unit signs
-- and 〈〉 follow.
-- (strlen counts bytes and length signs: where they agree the text is plain already, which saves most of the work.)
create or replace macro plain_text(t) as
    case when strlen(t) = length(t) then t else
    translate(
        regexp_replace(
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
                replace(replace(
                    t, '㎎', 'mg'), '㎗', 'dl'), '㎕', 'μl'), '㎖', 'ml'), '㎍', 'μg'), '㎏', 'kg'), '㎜', 'mm'), '㎝', 'cm'
                ), '㎡', 'm^2'), '≤', '<='), '≥', '>='), '∙', '·'), 'µ', 'μ'), 'ℓ', 'l'), chr(65279), ''
            ),
            '([⁰¹²³⁴⁵⁶⁷⁸⁹]+)', '^\1', 'g'
        ),
        '⁰¹²³⁴⁵⁶⁷⁸⁹×〈〉‐‑–−　 '
        || '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ'
        || '［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
        '0123456789x<>----  '
        || '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ'
        || '[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
    )
    end;

-- fold: the form in which headers' and code books' words are compared.
create or replace macro fold(t) as lower(trim(regexp_replace(plain_text(t), '\s+', ' ', 'g')));

-- fold_unit: the form in which units are compared; ×10³/㎕, 10^3/uL, x10^3/µL, 10*3/uL and 10E3/uL are one, and so are
-- mm³ and mm3.
create or replace macro fold_unit(t) as
    replace(regexp_replace(replace(replace(fold(t), ' ', ''), 'μ', 'u'), '^[x*]?10(\^|\*\*?|e)(\d)', '10^\2'), 'mm^3', 'mm3');

-- invisible_pattern: characters that take no room and say nothing (zero-width spaces and joiners, direction marks, soft hyphens,
-- Hangul fillers), but not U+202E, behind which 54 is shown as 45; odd_blank_pattern: blanks that are not the keyboard's. They come along
-- with what is copied from web pages.
create or replace macro invisible_pattern() as
    '[\x{00AD}\x{034F}\x{061C}\x{115F}\x{1160}\x{180E}\x{200B}-\x{200F}\x{202A}-\x{202D}\x{2060}-\x{206F}'
    || '\x{3164}\x{FEFF}\x{FFA0}]';

create or replace macro odd_blank_pattern() as '[\x{00A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]';

-- plain_text: one spelling for signs that Korean keyboards, spreadsheets and laboratory systems write in several ways.
-- Superscripts are turned into ^n first: a Unicode NFKC would make 109/L of 10⁹/L. Full-width forms, squared unit signs
-- and 〈〉 follow.
-- (strlen counts bytes and length signs: where they agree the text is plain already, which saves most of the work.)
create or replace macro plain_text(t) as
    case when strlen(t) = length(t) then t else
    translate(
        regexp_replace(
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
                replace(replace(replace(replace(
                    regexp_replace(
                        regexp_replace(t, invisible_pattern(), '', 'g'), odd_blank_pattern(), ' ', 'g'
                    ),
                    '㎎', 'mg'), '㎗', 'dl'), '㎕', 'μl'), '㎖', 'ml'), '㎍', 'μg'), '㎏', 'kg'), '㎜', 'mm'), '㎝', 'cm'
                ), '㎡', 'm^2'), '≤', '<='), '≥', '>='), '∙', '·'), 'µ', 'μ'), 'ℓ', 'l'), '≧', '>='), '≦', '<='), '⩾', '>='
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

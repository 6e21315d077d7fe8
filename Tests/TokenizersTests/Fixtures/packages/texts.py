"""Captions in many scripts and with all that packages clean: quotation marks, entities, widths, ligatures, controls, case."""
import json
import random
from pathlib import Path

here = Path(__file__).parent
fixtures = here.parent

WRITTEN = [
    "the cat’s “photo” &amp; ΟΔΟΣ", "cat’s", "‘single’ ‚low‛ „low” ‟high“ «guillemets» ‹x›", "it’s I’m you’re we’ve he’ll she’d don’t",
    "IT’S I'M YOU'RE WE'VE", "ʼn ŉ ŉ’t rock’n’roll 'ſ 'S 'RE", "＂full＂ ＇width＇ ＡＢＣ １２３ ｘｙｚ！？", "半角ｶﾞｷﾞ ﾊﾟ ﾜｰﾄﾞ ﾟ ｡｢｣､･", "ﾡﾢﾣ ￂￃ ￡￥￦ ￩ ￣",
    "全角　スペース　と ideographic　space", "ﬁsh ﬂow oﬃce ﬀ ﬄ ﬅ ﬆ Ĳssel ĳ Ǆ ǅ ǆ Ǉ ǈ ǉ Ǌ ǋ ǌ Ǳ ǲ ǳ", "&lt;b&gt;bold&lt;/b&gt;", "<b>bold</b> &amp; &lt;",
    "a <br> b &eacute;", "first &amp; line\nsecond < line &amp;\nthird &amp; line", "&amp;amp; &amp;amp;amp; &amp;amp;amp;amp;", "&quot;quoted&quot; &#39;x&#39; &#x27;y&#X27;",
    "&eacute;&Eacute;&EACUTE; P&EACUTE;REZ BUNDESSTRA&SZLIG;E &NTILDE; &nTILDE;", "&nbsp;&ensp;x&emsp;y&thinsp;z&zwnj;w&zwj;v&shy;u",
    "&notit; &not &notin; &AMP &COPY &reg &lt &gt &hellip &hellip; &euro; &trade;", "&#8217; &#8220;x&#8221; &#8364 &#x20AC", "&#128; &#150; &#x99; &#129; &#153",
    "&#0; &#13; &#10; &#1; &#xD800; &#x110000; &#99999999999; &#xFFFE; &#xFDD0; &#x7F;", "&#; &#x; &; & &&amp; &a; &ab &unknown; &#12abc; &#59; &#38;",
    "&Jscr;ohn &HilbertSpace;ancock &NotEqualTilde; &ThickSpace;| &bne; &fjlig;", "&CounterClockwiseContourIntegral; &DoubleLongLeftRightArrow;",
    "AT&T R&D Q&A B&B rock&roll", "fish&chips&vinegar &c", "\x1b[1;31mred\x1b[0m text \x1b[K \x1b[", "a\u0007b\u000bc\u000cd\u000ee\u001ff\u007fg",
    "a\u001cb\u001dc\u001ed", "bom\ufeff inside \ufeff", "\u206ainhibit\u206f \ufff9a\ufffab\ufffb \ufffc", "c1 \u0080 \u0085 \u0091x\u0092 \u0093y\u0094 \u0096 \u0099 \u009f \u0081",
    "line\r\nbreak\rmac\u2028ls\u2029ps", "  leading\t\ttabs  and   spaces  ", "nbsp\u00a0narrow\u202fthin\u2009figure\u2007", "zero\u200bwidth\u200cnon\u200djoin",
    "e\u0301 a\u030a n\u0303 \u1100\u1161\u11a8 \u0915\u093c", "\u212b \u2126 \u212a Kelvin", "ΟΔΥΣΣΕΥΣ ΣΊΣΥΦΟΣ ΑΣ. Σ ΣΑ ΑΣ' Α.Σ ΟΣ1 1Σ \u0399\u03a3\u0301 ΑΣ\u00ad",
    "İstanbul ISPARTA IĞDIR ılık", "STRASSE Straße ẞ GROẞ", "Ǆungla ǅungla Ⅷ Ⓐ ⅷ", "ÀÉÎÕÜ ŸÑÇ Ŷ Ḁ", "ЁЖИК Ёжик ёжик", "ԱՆԻ Անի", "ႠႡႢ ⴀ Აბგ აბგ", "ꙮ Ꙁ Ꭰ ꭰ Ꮿ", "𐐀𐐨 𞤀𞤢",
    "snake_case __init__ a_b_c _x_", "don't-stop well-known e.g. i.e. U.S.A. 3.14 $5 50% #1 @x *y* (z) [w] {v} a/b\\c ~d ^e `f` |g|", "…—–·•¡¿§¶†‡", "¼½¾ ²³¹ ⁴ ₂ ①②③ ㊗️",
    "！＂＃＄％＆＇（）＊＋，－．／：；＜＝＞？＠［＼］＾＿｀｛｜｝～", "＆ａｍｐ； ＆amp;", "a ＜ b &amp; c", "<start_of_text> <end_of_text>".replace("_", " "), "[CLS] [SEP] [UNK] [PAD] [MASK]",
    "他说“你好”，然后‘走’了。", "“红色的心”", "ABC“中文”DEF", "价格￥100，约＄15", "《书名》【注】「日」『本』", "東京タワー・スカイツリー", "コーヒー☕を飲む", "한국어 ‘인용’ “문장”", "ㄱㄴㄷ 가나다 ﾡ",
    "العربية «اقتباس» “نص” ١٢٣", "فارسی می‌خواهم ‌", "עברית ״ציטוט״ ׳ש׳ “א”", "हिन्दी “उद्धरण” १२३ क्षत्रिय", "বাংলা ‘উদ্ধৃতি’", "தமிழ் “மேற்கோள்”", "తెలుగు ‘కోట్’", "ಕನ್ನಡ “ಉಲ್ಲೇಖ”", "മലയാളം ‘ഉദ്ധരണി’",
    "ไทย “คำพูด” กำลังกิน", "ລາວ ‘ຄຳ’ ", "ខ្មែរ “សម្រង់”", "မြန်မာ “စာ”", "བོད་ཡིག ‘ཚིག’", "አማርኛ «ጥቅስ» ፩፪", "ქართული „ციტატა“", "հայերեն «մեջբերում»", "Tiếng Việt ‘trích’ ẶẨỮ", "Ελληνικά «παράθεση» ΤΕΛΟΣ", "Українська „цитата” ЇЖАК",
    "Türkçe ‘alıntı’ İIıi", "Polski „cytat” ŻÓŁW", "Français « citation » ŒUVRE Ç", "Español ¿qué? “cita” ÑANDÚ", "Deutsch „Zitat“ ÄÖÜß", "Íslenska „tilvitnun“ ÞÓRÐUR", "Lietuvių „citata“ ŽĄ", "Esperanto ĈĜĤĴŜŬ",
    "👩‍👩‍👧‍👦 family’s ❤️ “love”", "🇩🇪🇯🇵 #️⃣ 1️⃣ ☃️", "😀😁 IT’S FUN!!! :-) ;)", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚𝟛", "x̸ ≠ ∅ ∑ ∀x∈ℝ", "ﷺ ﷽ ﻻ ﺍ", "𠀀𠀁 𪜀 﨎 豈", "\ue000 private \U000f0000", "᠎ ᠮᠣᠩᠭᠣᠯ", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "", " ", "\n", "&", "’", "“", "ﬁ", "Σ", "ΑΣ", "_", "...", "&nbsp;", "\u3000",
]

# Text that a wrong decoding has spoiled: ftfy guesses what it was, which is not followed.
SPOILED = ["cafÃ© au lait", "â€œquotedâ€\x9d", "naÃ¯ve â€” dash", "l’humanitÃ©", "ÐŸÑ€Ð¸Ð²ÐµÑ‚", "voilÃ  le travail", "It’s â€™90s", "æ—¥æœ¬èªž"]


def captions():
    """Every 20th of the project's captions, in some forty languages."""
    lines = (fixtures.parents[2] / "bench/captions/captions.tsv").read_text(encoding="utf-8").split("\n")
    return [line.split("\t", 1)[1] for line in lines if line][::20]


def mixed():
    """Words of the captions with what cleaning changes put between and into them."""
    generator = random.Random(5)
    words = " ".join(captions()).split()
    pieces = ["’", "“", "”", "‘", "&amp;", "&quot;", "&#39;", "&eacute;", "　", "ﬁ", "Ａ", "ｶﾞ", "_", "-", "!", "…", "\u00a0", "\u200b", "\ufeff", "\n", "\t", "<", "Σ", "İ", "ß", "&lt;", "ŉ", "\u0301", "'s", "’S", ".", "&", ";", "#", "１"]
    result = []
    for _ in range(150):
        chosen = [generator.choice(words) for _ in range(generator.randint(1, 6))]
        text = ""
        for word in chosen:
            if generator.random() < 0.4:
                word = word.upper()
            place = generator.randint(0, len(word))
            text += word[:place] + (generator.choice(pieces) if generator.random() < 0.7 else "") + word[place:]
            text += generator.choice([" ", " ", " ", "", "  "] + pieces)
        result.append(text)
    return result


def texts():
    nasty = json.loads((fixtures / "nasty.json").read_text(encoding="utf-8"))
    return WRITTEN + nasty + captions() + mixed()

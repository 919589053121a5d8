"""The names of the months, as stems that hold in every grammatical case, language by language."""

import unicodedata
from functools import lru_cache

_STEMS = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "jän|jan feb mär|mrz apr mai jun jul aug sep okt nov dez",
    "fr": "janv fév|fev mars avr mai juin juil aoû sept oct nov déc",
    "es": "ene feb mar abr may jun jul ago sep|set oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "ca": "gen febr març abr maig juny jul ag set oct nov des",
    "ro": "ian feb mar apr mai iun iul aug sep oct noi dec",
    "nl": "jan feb maa|mrt apr mei jun jul aug sep okt nov dec",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "no": "jan feb mar apr mai jun jul aug sep okt nov des",
    "is": "jan feb mar apr maí jún júl ágú sep okt nóv des",
    "fi": "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "et": "jaan veeb märts apr mai juun juul aug sept okt nov dets",
    "lv": "janv feb mart apr mai jūn jūl aug sep okt nov dec",
    "lt": "saus vasar kov bal geg birž liep rugpj rugs spal lapkr gruod",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "cs": "led úno bře dub kvě červn|červen červenc srp zář říj lis pro",
    "sk": "jan feb mar apr máj jún júl aug sep okt nov dec",
    "hr": "sije velj ožu tra svi lip srp kol ruj lis stu pro",
    "sr": "jan feb mar apr maj jun jul avg sep okt nov dec",
    "hu": "jan feb márc ápr máj jún júl aug szep okt nov dec",
    "tr": "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "az": "yan fev mar apr may iyun iyul avq sen okt noy dek",
    "sq": "jan shk mar pri maj qer kor gus sht tet nën dhj",
    "el": "ιαν φεβ μαρ απρ μαι|μαϊ|μάι|μάϊ ιουν ιουλ αυγ|αύγ σεπ οκτ νοε|νοέ δεκ",
    "ru": "янв фев мар апр мая|май июн июл авг сен окт ноя дек",
    "uk": "січ лют бер квіт трав черв лип серп вер жовт лист груд",
    "be": "студз лют сак крас мая|трав чэрв лип жн вер кастр ліст снеж",
    "bg": "яну фев мар апр май юни юли авг сеп окт ное дек",
    "ar": "يناير|جانفي فبراير|فيفري مارس أبريل|ابريل|إبريل|أفريل|افريل مايو|ماي يونيو|يونيه|جوان يوليو|يوليه|جويلية "
    "أغسطس|اغسطس|أوت سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر",
    "ar-levant": "كانون-الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين-الأول تشرين-الثاني كانون-الأول",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "he": "ינואר|בינואר פברואר|בפברואר מרץ|במרץ|מרס אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי אוגוסט|באוגוסט "
    "ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר",
    "hi": "जन फर|फ़र मार्च अप्रै मई जून जुल अग सित अक्टू|अक्तू नव दिस",
    "bn": "জানু ফেব্রু মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টে অক্টো নভে ডিসে",
    "ta": "ஜன பிப் மார் ஏப் மே ஜூன் ஜூலை ஆக செப் அக் நவ டிச",
    "te": "జన ఫిబ్ మార్ ఏప్రి మే జూన్ జూలై|జులై ఆగ సెప్ అక్టో నవ డిసెం",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "th": "ม.ค|มกรา ก.พ|กุมภา มี.ค|มีนา เม.ย|เมษา พ.ค|พฤษภา มิ.ย|มิถุนา "
    "ก.ค|กรกฎา ส.ค|สิงหา ก.ย|กันยา ต.ค|ตุลา พ.ย|พฤศจิ ธ.ค|ธันวา",
    "id": "jan feb mar apr mei jun jul agu|ags sep okt nov des",
    "sw": "jan feb mac apr mei jun jul ago sep okt nov des",
    "af": "jan feb maart apr mei jun jul aug sep okt nov des",
}


def fold_accents(word: str) -> str:
    """Return the word in lower case without accents (Latin and Greek only: elsewhere marks are letters)."""
    plain = unicodedata.normalize("NFD", word.lower().replace("ı", "i").replace("i̇", "i"))
    if plain and ord(plain[0]) < 0x0400:
        plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", plain)


_TABLE: dict[str, tuple[tuple[str, int], ...]] = {
    language: tuple(
        (fold_accents(stem), number)
        for number, stems in enumerate(line.split(), start=1)
        for stem in sorted(stems.split("|"), key=len, reverse=True)
    )
    for language, line in _STEMS.items()
}


@lru_cache(maxsize=4096)
def month_number(word: str, language: str | None) -> int | None:
    """Return 1 to 12 for a month's name or its abbreviation, first in the language given, then in any; else None."""
    folded = fold_accents(word).strip(".")
    first = [language] if language in _TABLE else []
    for name in [*first, *(other for other in _TABLE if other != language)]:
        for stem, number in _TABLE[name]:
            if folded.startswith(stem) and len(folded) <= len(stem) + 9:
                return number
    return None

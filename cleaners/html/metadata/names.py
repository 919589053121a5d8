"""From a byline to the names in it: no "By", no job titles, no handles, no site, several people told apart."""

import html
import re
from collections.abc import Collection

AGENCIES = frozenset(
    ["dpa", "afp", "apa", "ap", "reuters", "sid", "epd", "kna", "efe", "ansa", "lusa", "pap", "čtk", "ctk", "tass", "interfax", "belga", "anp", "ntb", "tt", "ritzau", "stt", "sda", "ats", "pti", "ani", "ians", "xinhua", "kyodo", "jiji", "yonhap", "bernama", "antara", "aa", "dha", "iha", "upi", "bloomberg", "cp", "aap", "kathpress", "rtr", "mti", "agerpres", "tanjug", "hina", "sta", "bta", "tasr", "unn", "ukrinform", "agi", "adnkronos", "agence", "europapress"]
) | {"associated press", "the associated press", "agence france-presse", "keystone-sda", "europa press", "press association",
     "pa media", "ria novosti", "риа новости", "тасс", "интерфакс", "dpa-afx", "anadolu ajansı"}  # fmt: skip
_TAG = re.compile(r"<[^>]+>")
_EMAIL = re.compile(r"\(?\S+@\S+\.\w+\)?|@\w+|\bhttps?://\S+|\bwww\.\S+", re.I)
_BY = (
    r"by|von|vom|par|por|pelo|pela|per|di|door|av|af|od|przez|af|autorstwa|от|від|од|автор|авторы|автори|текст|από|του|της|"
    r"द्वारा|لـ|بقلم|كتب(?:ت)?|מאת|yazan|yazar|oleh|na|ni|ng"
)
_LEAD_WORDS = (
    r"autorin/autor|autor/in|an?|the|ein|eine|einen|un|une|una|uno|o|el|la|le|il|gast|gastbeitrag|gastkommentar|kommentar|kolumne|analyse|analysis|"
    r"analisi|análisis|interview|intervista|entrevista|essay|reportage|bericht|beitrag|artikel|article|artículo|text|texte|"
    r"texto|testo|tekst|fotos?|video|bilder|story|stories|written|writen|posted|published|compiled|words|reporting|report|reported|"
    r"review|reviewed|opinion|news|feature|geschrieben|verfasst|erstellt|veröffentlicht|gepostet|eingestellt|publiziert|publicado|"
    r"publicada|publié|posté|écrit|rédigé|redigido|escrito|escrita|scritto|pubblicato|gepubliceerd|geschreven|napsal|napisał|"
    r"autor(?:a|en|in|es|i|e)?|author|authors|auteurs?|autore|autori|författare|skrevet|skriven|kirjoittaja|szerző|autorius|"
    r"verfasser(?:in)?|redakteur(?:in)?|redaktion|redacción|rédaction|redakcja|redactie|redazione|reporter|journalist|und|and|et|y|&|/|-|im|gespräch|aus|für|our|exclusive|exklusiv|guest|post|blog|from"
)
_PREFIX = re.compile(
    rf"^autorin/autor\s+|^(?:autorin|autor)\s+(?-i:(?=[A-ZÄÖÜ]\w+\s+[A-ZÄÖÜ]))|^[\W\d_]*(?:(?:{_LEAD_WORDS})[\s:/&,|-]+){{0,6}}(?:{_BY})\s*[:.]?\s+",
    re.I,
)
_LABEL = re.compile(
    rf"^[\W_]*(?:(?:{_LEAD_WORDS}|{_BY}|作者|記者|记者|文|글|撰文|著者|執筆)[\s/&]*){{1,4}}\s*[:：／|]\s*", re.I
)
_CREDIT = re.compile(
    r"^\W*(?:fotos?|photos?|bild(?:er)?|images?|video|imagen|foto(?:graf|s)?|grafik|illustration|credit|©|quelle|source)\b",
    re.I,
)
_JUNK = re.compile(
    r"\b(?:view|see|show|read|more|all|posts?|articles?|alle|beiträge|artikel|zeige|mehr|weitere|ver|voir|tous|archives?|profile?|"
    r"follow|subscribe|comments?|kommentare?|published|updated|veröffentlicht|aktualisiert|share|login|log in|print|"
    r"publiziert|posted|copyright|rights|website|powered|google|scholar|pubmed|facebook|twitter|instagram|linkedin|whatsapp|youtube|e-?mail|nachricht|http|cookie|min|minuten|uhr|read(?:ing)? time|lesezeit|anhören|please|enter|name|unknown|unbekannt|anonymous|anonym)\b",
    re.I,
)
_MACHINE = re.compile(
    r"^(?:(?:wp|wordpress|web|site|super|joomla|drupal|cms)?[\s_-]*(?:admin(?:istrat(?:or|eur))?|user|editor|master|root)\d*|\w*admin\w*|none|null|undefined|author|autor|"
    r"default|guest|gast|n/?a|test|by|von|false|true|person|name)$",
    re.I,
)
_JOB = re.compile(
    r"(?:editor|correspondent|reporter|journalist|columnist|contributor|writer|producer|analyst|director|specialist|professor|"
    r"redakteur|redaktor|korrespondent|volontär|ressort|leiter|chef(?:in)?\b|autorin\b|experte|expertin|kolumnist|mitarbeiter|"
    r"redactor|periodista|corresponsal|editora|repórter|jornalista|colunista|rédact|journaliste|chroniqueu|giornalista|inviato|"
    r"redaktør|journalistin|dziennikar|redaktor|novinář|muhabir|редактор|корреспондент|журналист|обозреватель|кореспондент|"
    r"staff|photograph|fotograf|special to|team lead|manager|freelance|autore\b|agentur|ceo|presse|wire)",
    re.I,
)
_WORD_AND = re.compile(
    r"\s+(?:and|und|et|og|och|ja|oraz|és|și|si|ve|và|dan|na|en|και|та|и|й|і|a|i|e|y|o|u|sowie|with|mit|avec|con|com)\s+|\s*(?:&|＋|\+)\s*|\s+im gespräch mit\s+",
    re.I,
)
_SAFE_AND = re.compile(r"\s+(?:and|und|oraz|sowie)\s+|\s*&\s*|\s+im gespräch mit\s+", re.I)
_SEPARATOR = re.compile(r"\s*(?:[,;|•·、，；\n]|\s[–—/-]\s|(?<=\w\s)/|/(?=\s)|(?<=[^\W_]{4})/(?=[^\W\d_]{2,}))\s*")
_TAIL = re.compile(
    r"(?:\s+(?:am|on|le|el|den|dne|w|il|em)\s+\d.*|\s*[-–—|,·•:]*\s*(?:(?<!\w)\w{2,10}[.,]?\s+)?(?<!\w)\d{1,2}[.:/\s].*\d.*|\s*\((?:[a-z]{2,5}\.?|[A-Z]{2,6}|[^)]*\d[^)]*)\)|(?<=\w\w\s\w\w\w)\d{1,2}|\s+\d[\s\d*:|,;.–—-]*|[\s*:|,;.–—-]+)$",
    re.I,
)
_NAME_AHEAD = r"(?-i:(?=[^\W\d_a-zà-ÿа-я]|$))"
_BY_LINE = re.compile(
    r"^\W*(?:(?:(?:an?|ein|eine|un|une|una|blog|guest)\s)?(?:gast)?(?:kommentar|kolumne|analyse|interview|essay|reportage|bericht"
    r"|beitrag|artikel|article|text|story|geschrieben|verfasst|written|posted|words|opinion|analysis|report)\s)?"
    r"(?:by|von|par|por|di|door|av|af|автор)\s*:?\s+"
    + _NAME_AHEAD
    + r"|^\W*(?:text|texte|texto|testo|tekst|words|autor(?:in|en|a|es)?|author|auteur|autore|автор|текст|reporter"
    r"|redakt(?:eur|ion|or)|bericht|yazar|szerző|story|text (?:und|&|\+) (?:fotos?|bild(?:er)?))\s*:\s*"
    + _NAME_AHEAD
    + r"|^\W*autor(?:in|en)?(?:/autor(?:in)?)?(?:\s+|$)"
    + _NAME_AHEAD
    + r"|(?<=\d)(?: uhr)?\s?[,|·•-]?\s(?:von|by|par|por|di)\s+"
    + _NAME_AHEAD,
    re.I,
)
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "di",
        "da",
        "del",
        "della",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "zu",
        "zur",
        "y",
        "ten",
        "ter",
        "af",
        "av",
        "dr",
        "prof",
    ]
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・ ]{2,6}")
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|kg|e\.?\s?v\.?|inc|ltd|llc|s\.?a\.?|verlag|media|group|stiftung|verein|redaktion|team|staff|agency|agentur|news|zeitung|magazin|"
    r"partei|fraktion|ministerium|amt|designed|redacción|rédaction|admin|\w+\.(?:de|com|org|net|at|ch|eu|fr|it|es))\b",
    re.I,
)
_SUFFIX = re.compile(r"(?<=\w)\s*(?:기자|記者|记者|tarafından|特派員)$|\s+(?:sagt|says|schreibt|says)\s*:?$", re.I)
_FOR = re.compile(r"\s+(?:for|für|in|aus|from|à|en|para|pour|i|w)\s+[A-ZÄÖÜ].*$")


def clean_names(text: str, sites: Collection[str], *, from_page: bool = False) -> list[str]:
    """Return the names in a byline or an author field, in order.

    `sites` are the squeezed names of the site (lower case, letters and digits), which are no authors beside others.
    `from_page` says that the text was set for readers: it may hold more than names, so each has to look like one.
    """
    text = html.unescape(_TAG.sub(" ", text)).replace("\u00a0", " ").strip()
    if not text or _CREDIT.match(text) or len(text) > 400:
        return []
    names: list[str] = []
    for part in _split(_strip_lead(_EMAIL.sub(" | ", text))):
        name = _tidy(part)
        if name and _plausible(name, from_page=from_page) and name not in names:
            names.append(name)
    if len(names) > 1:
        names = _without_extras(names, sites)
    return without_longer(names)


def without_longer(names: list[str]) -> list[str]:
    """Leave out what holds another of the names and more."""
    unique = list(dict.fromkeys(names))
    return [name for name in unique if not any(name != other and f" {other} " in f" {name} " for other in unique)]


def _strip_lead(text: str) -> str:
    text = _LABEL.sub("", text, count=1)
    text = _PREFIX.sub("", text, count=1)
    return text.strip(" \t\"'“”„-–—|:,")


def _split(text: str) -> list[str]:
    parts: list[str] = []
    for piece in _SEPARATOR.split(text):
        piece = _strip_lead(piece)
        whole = _SAFE_AND.split(piece)
        for part in whole:
            sides = _WORD_AND.split(part)
            parts.extend(sides if len(sides) > 1 and all(len(side.split()) >= 2 for side in sides) else [part])
    return parts


def _tidy(part: str) -> str:
    part = _SUFFIX.sub("", part.strip())
    previous = None
    while part != previous:
        previous = part
        part = _TAIL.sub("", part).strip(' \t"“”„|:,;/-–—•·')
    if len(part.split()) > 3:
        part = _FOR.sub("", part)
    words = part.split()
    half = len(words) // 2
    return " ".join(words[:half] if half and words[:half] == words[half:] else words)


def _plausible(name: str, *, from_page: bool) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 7 or len(name) > 70 or not any(char.isalpha() for char in name):
        return False
    if len(name) < 2 or _MACHINE.match(name) or re.search(r"[<>{}\[\]=?!]|://", name):
        return False
    if not from_page:
        return True
    if _JUNK.search(name) or len(words) > 5 or re.search(r"\d{3}", name):
        return False
    return len(words) == 1 or sum(word[0].islower() for word in words) <= len(words) / 2


def _without_extras(names: list[str], sites: Collection[str]) -> list[str]:
    """Beside a person: no job titles, no site, no place of one word."""
    kept = []
    several = any(len(name.split()) > 1 and not _JOB.search(name) for name in names)
    for position, name in enumerate(names):
        if is_agency(name):
            kept.append(name)
        elif (
            squeeze_name(name) in sites
            or (several and _JOB.search(name))
            or (position and several and len(name.split()) == 1 and len(names[0].split()) > 1)
        ):
            continue
        else:
            kept.append(name)
    return kept or names[:1]


def by_line(text: str) -> re.Match[str] | None:
    """Return where a line speaks of authorship: "By …", "Text: …", "… 13:30 von …"."""
    return _BY_LINE.search(text.strip())


def is_person(name: str) -> bool:
    """Tell whether the name looks like a person's full name: two to five words, capitals, no job, no agency."""
    words = [word for word in name.split() if word.lower().strip(".") not in _PARTICLES]
    if not 2 <= len(words) <= 4 or any(char.isdigit() for char in name) or _JOB.search(name) or is_agency(name):
        return not name.isascii() and _UNSPACED.fullmatch(name) is not None
    return all(not word[0].islower() for word in words) and not _COMPANY.search(name)


def is_agency(name: str) -> bool:
    """Tell whether the name is a news agency's."""
    return name.lower() in AGENCIES or name.lower().split("/")[0] in AGENCIES


def is_job(name: str) -> bool:
    """Tell whether the words are a job title or a desk rather than a name."""
    return bool(_JOB.search(name))


def squeeze_name(name: str) -> str:
    """Return letters and digits in lower case, for comparing."""
    return "".join(filter(str.isalnum, name)).lower()

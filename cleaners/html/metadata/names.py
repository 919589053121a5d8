"""From a byline to the names in it: no "By", no job titles, no handles, no site, several people told apart."""

import html
import re
from collections.abc import Collection
from functools import lru_cache

from cleaners.html.metadata import words

_LONGEST = 400
_BY_ROOM = 30  # characters at the end of a text among which its last word is looked for
_TAG = re.compile(r"<[^>]+>")
_EMAIL = re.compile(r"\(?\S+@\S+\.\w+\)?|@\w+|\bhttps?://\S+|\bwww\.\S+", re.I)
_CAPITAL = r"[^\W\d_a-zà-ÿа-я][\w.'’-]*\s+"
_PREFIX = re.compile(
    rf"^autorin/autor\s+|^autor(?:in)?\s+(?-i:(?=[A-ZÄÖÜ]\w+\s+[A-ZÄÖÜ]|Redaktion))"
    rf"|^(?-i:(?:Author|Autor(?:in)?|Auteur|Autore)(?=[A-ZÄÖÜ][a-zäöüß]+\s[A-ZÄÖÜ]))"  # a label whose own space is lost
    rf"|^(?-i:(?:Di|Oleh)\s+(?={_CAPITAL}[^\W\d_a-zà-ÿ]))"  # each of them alone may begin a name
    rf"|^(?:über|about|sobre|à propos de)\s+(?-i:(?=[A-ZÄÖÜ]))"
    r"|^(?:[\w&-]+\s){0,3}(?-i:By(?=[A-ZÄÖÜ][a-zäöüß]+\s[A-ZÄÖÜ]))"
    rf"|^[\W\d_]*+(?:(?:{words.LEAD})[\s:/&,|-]++){{0,6}}(?:{words.BY}|(?-i:{words.BY_SMALL}))\s*[:.]?\s+",
    re.I,
)
_LABEL = re.compile(
    rf"^[\W_]*+(?:(?:{words.LEAD}|{words.BY}|作者|記者|记者|文|글|撰文|著者|執筆)[\s/&]*+){{1,4}}\s*[:：／|]\s*", re.I
)
_CREDIT = re.compile(
    r"^\W*(?:fotos?|photos?|bild(?:er)?|images?|video|imagen|foto(?:graf|s)?|grafik|illustration|credit|©|quelle|source)\b",
    re.I,
)
_PICTURE = re.compile(words.PICTURES, re.I)
#: The part of a byline that names the makers of pictures: "Text: A, Fotos: B", "A (Text) und B (Fotos)".
_PICTURES_BY = re.compile(
    rf"[\W_]*+\b(?:(?:{words.AND})\s+)?(?:{words.PICTURES})\s*(?:[:：]|\b(?:{words.BY}|{words.BY_SMALL})\s)", re.I
)
_WORDS_BEHIND = re.compile(r"\((?:texte?|texto|testo|words)\b[^()]*\)", re.I)
_PICTURES_BEHIND = re.compile(
    rf"(?:[,;&|]\s*|\b(?:{words.AND})\s+)?(?-i:{_CAPITAL}(?:{_CAPITAL}|(?:von|van|der|den|de|da|di|la|le)\s+){{0,4}})"
    rf"\((?:{words.PICTURES})\)",
    re.I,
)
_LABELS = re.compile(
    rf"(?:\b(?:{words.LEAD}|{words.LABELS}|{words.KINDS}|{words.BY}|{words.BY_SMALL})(?!\w)|[\W\d_])++", re.I
)
_EDITED = re.compile(rf"[\s|/,;–-]+{words.EDITED}\s*[:：]", re.I)
_SOURCED = re.compile(r"theo\s.*[\u1ea0-\u1ef9ăđơư].*", re.I)  # "according to", in Vietnamese
_DESK = re.compile(words.DESKS, re.I)
_PAPER = re.compile(r"the\s", re.I)
_AT = re.compile(r"\s@\s+\d.*$", re.M)  # "Quill @ 12:00 am"
_CJK = r"[\u3400-\u9fff]"
_REPORTER = re.compile(rf"^(?:本[报報網网刊社]|新[华華]社)?(?:记者|記者|通讯员|通訊員)\s*(?={_CJK}{{2,4}}$)")
_REPORTED = re.compile(r"\s*[／/]\s*\S{2,8}(?:報導|报道|報道)$", re.M)
_NO_NAME = re.compile(rf"\b(?:{words.NO_NAME})\b", re.I)
_LABEL_ALONE = re.compile(words.LABELS_ALONE, re.I)
_ACCOUNT = re.compile(rf"^(?:{words.ACCOUNTS})$", re.I | re.X)
_JOB = re.compile(words.JOBS, re.I)
_WORD_AND = re.compile(rf"\s+(?:{words.AND})\s+|\s*(?:&|＋|\+)\s*|\s+im gespräch mit\s+", re.I)
_SAFE_AND = re.compile(r"\s+(?:and|und|oraz|sowie)\s+|\s*&\s*|\s+im gespräch mit\s+", re.I)
_SEPARATOR = re.compile(r"\s*(?:[,;|•·、，；\n]|\s[–—/-]\s|(?<=\w\s)/|/(?=\s)|(?<=[^\W_]{4})/(?=[^\W\d_]{2,}))\s*")
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|januar|februar|märz|mai|juni|juli|oktober|dezember"
)
_MONTH = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?"
    r"|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b\.?"
)
#: A date in a byline, which its commas would tear apart.
_DATED = re.compile(
    rf"(?:\b(?:on|am|le|el|den)\s+)?(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]*\s+)?"
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+{_MONTH})(?:,?\s+(?:19|20)\d\d\b)?",
    re.I,
)
#: An office or a body whose name goes on after "for" or "of".
_BODY = re.compile(
    r"(?:the\s)?(?:[A-Z][\w.'’-]*\s){0,3}(?:Center|Centre|Institute|Department|Ministry|Office|Bureau|Committee|Council"
    r"|Association|Society|School|University|Commission|Federation|Board|Agency|College)\s(?:for|of|on)\s"
)
_TAIL = re.compile(
    rf"(?:\s(?:{_MONTHS})\s\d{{1,2}}"  # "May 12", before a comma and the year
    r"|\s(?:am|on|le|el|den|dne|w|il|em)\s\d.*"  # "on 12 May"
    r"|\s?[-–—|,·•:]*\s?(?:(?<!\w)\w{2,10}[.,]\s)?(?<!\w)\d{1,2}[.:/\s].*\d.*"  # "Fri, 12. May 2024"
    r"|\s?\((?:[a-z]{2,5}\.?|[^)]*\d[^)]*)\)"  # initials
    r"|(?<=\w\w\s\w\w\w)\d{1,2}|\s\d[\s\d*:|,;.–—-]*|[\s*:|,;.–—-]+)$",  # the number of a footnote
    re.I,
)
_NAME_AHEAD = r"(?-i:(?=[^\W\d_a-zà-ÿа-я]|$))"
_BY_LINE = re.compile(
    rf"^\W*(?:(?:(?:an?|eine?|une?|una|blog|guest)\s)?(?:gast)?(?:{words.KINDS})\s)?"
    rf"(?:by|von|par|por|di|door|av|af|автор)\s*:?\s+{_NAME_AHEAD}"
    rf"|^\W*(?:{words.LABELS})\s*:\s*{_NAME_AHEAD}"
    rf"|^\W*autor(?:in|en)?(?:/autor(?:in)?)?(?:\s+|$){_NAME_AHEAD}"
    rf"|^\W*(?:(?:作者|記者|记者|撰文|執筆|著者|文)\s*[:：／/]\s*\S|(?:本[报報網网刊社])?(?:记者|記者){_CJK}{{2,4}}\s*[／/])"
    rf"|^\W*(?:本[报報網网刊社]|新[华華]社)(?:记者|記者)\s*{_CJK}{{2,4}}$",
    re.I,
)
_BY_AFTER = re.compile(
    rf"(?<=\d)(?: uhr)?\s?[,|·•–-]?\s(?:(?:{words.POSTED})\s)?(?:von|by|par|por|di)\s*:?\s+{_NAME_AHEAD}", re.I
)
_DIGIT = re.compile(r"\d")
_BY_WORD = re.compile(rf"[|(>–-]*(?:by|von|par|por|door|av|af|автор|{words.LABELS}):?", re.I)
_SAID_WORD = re.compile(
    rf"|{words.LEAD}|{words.POSTED}|{words.KINDS}|{words.LABELS}|{words.BY}|{words.BY_SMALL}|verfasser(?:in)?|{words.AUTHOR}"
    rf"|um|at|uhr|[ap]m|den|dem|do|pe|le|{_MONTH}|[^\W\d_]{{2,9}}(?:day|tag|woch)|[^\W\d_]{{0,3}}\d\S*",
    re.I,
)
_POSTED_BY = re.compile(
    rf"^\W*(?:(?:{words.POSTED})\s(?:am\s|on\s)?(?:by|von|par|por|da|door)\s*:?|(?:{words.AUTHOR})\s*:)\s+\S", re.I
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・ ]{2,6}")
_ORGANISATION = re.compile(rf"\b(?:{words.ORGANISATIONS})\b", re.I)
_SUFFIX = re.compile(r"(?<=\w)\s*(?:기자|記者|记者|tarafından|特派員)$|\s+(?:sagt|says|schreibt|says)\s*:?$", re.I)
_FOR = re.compile(r"\s+(?:for|für|in|aus|from|à|en|para|pour|i|w)\s+[A-ZÄÖÜ].*$")


def clean_names(text: str, sites: Collection[str], *, from_page: bool = False) -> list[str]:
    """Return the names in a byline or an author field, in order.

    `sites` are the squeezed names of the site (lower case, letters and digits), which are no authors beside others.
    `from_page` says that the text was set for readers: it may hold more than names, so each has to look like one.
    """
    if len(text) > _LONGEST:
        return []
    lines = html.unescape(_TAG.sub(" ", text) if "<" in text else text).split("\n")
    text = "\n".join(" ".join(line.split()) for line in lines).strip()
    if not text or _CREDIT.match(text):
        return []
    if from_page and (_DIGIT.search(text) or not text.isascii()):
        text = _DATED.sub(" | ", _REPORTED.sub("", _AT.sub("", text)))
    text = _without_editor(_without_pictures(text))
    names: list[str] = []
    if "@" in text or "://" in text or "www." in text.lower():
        text = _EMAIL.sub(" | ", text)
    for part in _split(_strip_lead(text)):
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


def _without_pictures(text: str) -> str:
    """A byline without those who made its pictures; one that names the same person for both stays as it is."""
    if "(" in text:
        text = _PICTURES_BEHIND.sub("", _WORDS_BEHIND.sub("", text))
    if not _PICTURE.search(text):
        return text
    match = next((match for match in _PICTURES_BY.finditer(text) if not _LABELS.fullmatch(text[: match.start()])), None)
    return text[: match.start()] if match and match.start() else text


def _without_editor(text: str) -> str:
    """A byline without the editor that it names behind the writer."""
    match = _EDITED.search(text) if _LABEL.match(text) else None
    return text[: match.start()] if match and not _LABELS.fullmatch(text[: match.start()]) else text


def without_desks(names: list[str], sites: Collection[str]) -> list[str]:
    """Leave out desks beside a person or an agency, and what is named for the site or as a paper is beside a person."""
    named = [name for name in names if not _DESK.fullmatch(name)]
    people = [name for name in named if is_person(name) and not _of_site(name, sites)]
    if people:
        return [name for name in named if is_agency(name) or not (_of_site(name, sites) or _PAPER.match(name))]
    return named if any(is_person(name) or is_agency(name) for name in named) else names


def _of_site(name: str, sites: Collection[str]) -> bool:
    """Tell whether the name begins with one of the site's: "Harbour Post Business"."""
    parts = name.split()
    return any(squeeze_name("".join(parts[:count])) in sites for count in range(1, len(parts) + 1))


def _strip_lead(text: str) -> str:
    for lead in (_LABEL, _PREFIX):
        if match := lead.match(text):
            text = text[match.end() :]
    return text.strip(" \t\"'“”„-–—|:,")


def _split(text: str) -> list[str]:
    parts: list[str] = []
    for piece in _SEPARATOR.split(text):
        piece = _strip_lead(piece)
        if _BODY.match(piece):
            parts.append(piece)
            continue
        whole = _SAFE_AND.split(piece)
        for part in whole:
            sides = _WORD_AND.split(part)
            apart = all(len(side.split()) >= 2 for side in sides) or (
                any(map(is_agency, sides))
                and all(is_agency(side) or is_person(side) or _DESK.fullmatch(side) for side in sides)
            )
            parts.extend(sides if apart else [part])
    return parts


def _tidy(part: str) -> str:
    part = _SUFFIX.sub("", part.strip())
    if not part.isascii():
        part = _REPORTER.sub("", part)
    previous = None
    while part != previous:
        previous = part
        part = _TAIL.sub("", part).strip(' \t"“”„|:,;/-–—•·／｜：・、。')
    if len(part.split()) > 3 and not _BODY.match(part):
        part = _FOR.sub("", part)
    parts = part.split()
    half = len(parts) // 2
    return " ".join(parts[:half] if half and parts[:half] == parts[half:] else parts)


def _plausible(name: str, *, from_page: bool) -> bool:
    parts = name.split()
    if not 1 <= len(parts) <= 7 or len(name) > 70 or not any(char.isalpha() for char in name):
        return False
    if (
        len(name) < 2
        or any(known.fullmatch(name) for known in (_ACCOUNT, _LABEL_ALONE, _SOURCED))
        or re.search(r"[<>{}\[\]=?!]|://", name)
    ):
        return False
    if not from_page:
        return True
    if _NO_NAME.search(name) or len(parts) > 5 or re.search(r"\d{3}", name):
        return False
    return len(parts) == 1 or sum(part[0].islower() for part in parts) <= len(parts) / 2


def _without_extras(names: list[str], sites: Collection[str]) -> list[str]:
    """Beside a person: no job titles, no site, no place of one word."""
    kept: list[str] = []
    names = without_desks(names, sites)
    several = any(len(name.split()) > 1 and not _JOB.search(name) for name in names)
    for position, name in enumerate(names):
        if is_agency(name):
            kept.append(name)
        elif (
            squeeze_name(name) in sites
            or (several and (_JOB.search(name) or _DIGIT.search(name)))
            or (position and several and len(name.split()) == 1 and len(names[0].split()) > 1)
        ):
            continue
        else:
            kept.append(name)
    return kept or names[:1]


def by_line(text: str) -> re.Match[str] | None:
    """Return where a line speaks of authorship: "By …", "Text: …", "… 13:30 von …"."""
    text = text.strip()
    return _BY_LINE.match(text) or (_BY_AFTER.search(text) if _DIGIT.search(text) else None)


def posted_by(text: str) -> bool:
    """Tell whether a line says outright who wrote it, as "Posted by …" does, so that a nickname may follow."""
    return _POSTED_BY.match(text) is not None


def ends_in_by(text: str, *, whole: bool = False) -> bool:
    """Tell whether a text ends in a word of authorship, as one does before a link; `whole`: and says little else."""
    parts = text[-_BY_ROOM:].split()
    if not parts or (whole and len(text.strip()) > _BY_ROOM - 5):
        return False
    last = parts[-2] if len(parts) > 1 and parts[-1] == ":" else parts[-1]
    return len(last) < 12 and _BY_WORD.fullmatch(last) is not None


def introduces(lead: str, said: str) -> bool:
    """Tell whether `said`, the end of the `lead` to a name, says no more than that it wrote this, and perhaps when."""
    return not _CREDIT.match(lead) and all(_SAID_WORD.fullmatch(word.strip("|(>–-—:,.·•/")) for word in said.split())


@lru_cache(maxsize=1024)
def is_person(name: str) -> bool:
    """Tell whether the name looks like a person's full name: two to five words, capitals, no job, no agency."""
    parts = [part for part in name.split() if part.lower().strip(".") not in words.PARTICLES]
    if is_agency(name) or _PAPER.match(name):
        return False
    if not 2 <= len(parts) <= 4 or any(char.isdigit() for char in name) or _JOB.search(name):
        return not name.isascii() and _UNSPACED.fullmatch(name) is not None
    return ":" not in name and all(not part[0].islower() for part in parts) and not _ORGANISATION.search(name)


def is_agency(name: str) -> bool:
    """Tell whether the name is a news agency's."""
    return name.lower() in words.AGENCIES or name.lower().split("/")[0] in words.AGENCIES


def squeeze_name(name: str) -> str:
    """Return letters and digits in lower case, for comparing."""
    return "".join(filter(str.isalnum, name)).lower()

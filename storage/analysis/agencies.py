"""The news agency that an article credits: in its byline, its dateline or its last line."""

import re
from collections.abc import Iterable, Sequence

# Names and signs of agencies, each as the outlets print it. A sign in lower case is one only in brackets or slashes.
_AGENCIES = {
    "AFP": ("AFP", "Agence France-Presse"),
    "AGI": ("AGI", "Agenzia Italia"),
    "ANP": ("ANP",),
    "ANSA": ("ANSA",),
    "AP": ("AP", "Associated Press", "The Associated Press"),
    "APA": ("APA",),
    "Belga": ("Belga",),
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "ČTK": ("ČTK", "CTK"),
    "dpa": ("dpa", "dpa-AFX", "Deutsche Presse-Agentur"),
    "EFE": ("EFE", "Agencia EFE"),
    "EPD": ("epd", "Evangelischer Pressedienst"),
    "Europa Press": ("Europa Press",),
    "Interfax": ("Interfax",),
    "KNA": ("KNA",),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "Lusa": ("Lusa",),
    "MTI": ("MTI",),
    "NTB": ("NTB",),
    "PA": ("PA", "PA Media", "Press Association"),
    "PAP": ("PAP",),
    "PTI": ("PTI", "Press Trust of India"),
    "Reuters": ("Reuters", "Thomson Reuters"),
    "Ritzau": ("Ritzau",),
    "SDA": ("sda", "Keystone-SDA"),
    "SID": ("SID",),
    "STT": ("STT",),
    "TASS": ("TASS",),
    "TT": ("TT",),
    "Ukrinform": ("Ukrinform",),
    "UPI": ("UPI",),
    "Xinhua": ("Xinhua",),
    "Yonhap": ("Yonhap", "Yonhap News Agency"),
}
_HOSTS = {
    "afp.com": "AFP", "ansa.it": "ANSA", "apnews.com": "AP", "bloomberg.com": "Bloomberg", "efe.com": "EFE",
    "europapress.es": "Europa Press", "interfax.com": "Interfax", "interfax.ru": "Interfax",
    "english.kyodonews.net": "Kyodo", "pap.pl": "PAP", "reuters.com": "Reuters", "tass.com": "TASS",
    "tass.ru": "TASS", "ukrinform.net": "Ukrinform", "ukrinform.ua": "Ukrinform", "upi.com": "UPI",
    "xinhuanet.com": "Xinhua", "english.news.cn": "Xinhua", "yna.co.kr": "Yonhap", "en.yna.co.kr": "Yonhap",
}  # fmt: skip
_BY_NAME = {name.casefold(): agency for agency, names in _AGENCIES.items() for name in names}
_NAMES = "|".join(sorted((re.escape(name) for name in _BY_NAME), key=len, reverse=True))
# "BERLIN (dpa) -", "(Reuters)", "/ TASS /", "© AFP", "MOSCOW, May 5. /TASS/."
_CREDIT = re.compile(rf"(?:\(|/ ?|© ?(?:\d{{4}} )?|\[)({_NAMES})(?:/\w+)*(?= ?[)/\]]|\s*$)", re.IGNORECASE)
_HEAD, _TAIL = 160, 80


def agency(source: str, authors: Iterable[str], text: str, left_out: Sequence[str] = ()) -> str | None:
    """Return the agency's name, or None where none is credited.

    `source` is the outlet's host, `left_out` the removed blocks that speak of who wrote it (byline, dateline, footer).
    A text that only quotes an agency ("according to Yonhap") does not credit it.
    """
    if source in _HOSTS:
        return _HOSTS[source]
    for line in [*authors, *left_out]:
        for part in re.split(r"[,/;|]| and | und | et | y | with | mit ", line):
            if part.strip(" ()[]©.").casefold() in _BY_NAME:
                return _BY_NAME[part.strip(" ()[]©.").casefold()]
    for part in (*left_out, text[:_HEAD], text[-_TAIL:]):
        if found := _CREDIT.search(part):
            return _BY_NAME[found[1].casefold()]
    return None

"""What error pages, consent walls and empty shells say, in the languages of the news."""

import re

_ERRORS = (
    r"(?:(?>http|errore|error|erro|erreur|fehler|status|virhe|fel|feil|fejl|błąd|chyba|hiba|hata|eroare|ошибка|помилка)"
    r"[\s:#-]*+)*+(?:code\s*)?(?:40[0134]|410|429|50[0234])(?:[\s:(-]*(?:error|page|not found|forbidden|gone|fehler|erreur)\)?)*",
    r"(?:(?:sorry|oops|uh[- ]oh|whoops|we're sorry|we are sorry)\W+)?(?:(?:the|this|that|your|requested)\s)*"
    r"(?:page|article|content|url|file|document|story|resource|site)(?:\s(?:that\s)?you(?:'re| are| were|'ve| have)?\s"
    r"(?:requested|looking for|tried to (?:reach|access)|trying to (?:reach|access)))?\s"
    r"(?:was\s|is\s|has\s|could\s|can|does\s|do|be\s|been\s|not\s|no\s|longer\s|n't\s|n’t\s|isn't\s|can't\s|couldn't\s"
    r"|doesn't\s|cannot\s|either\s)*(?:found|exists?|available|unavailable|missing|gone|be found|removed|deleted|expired)",
    r"(?:access (?:is )?(?:denied|forbidden)|forbidden|not found|bad gateway|gateway time-?out|bad request)",
    r"(?:service|site|website|page) (?:is )?(?:temporarily )?unavailable|internal server error|something went wrong",
    r"just a moment|attention required|(?:please )?verify (?:that )?you are (?:a )?human|are you (?:a )?(?:robot|human)",
    r"checking (?:your|if the site) .{0,60}(?:browser|secure)|security check|pardon our interruption|too many requests",
    r"(?:(?:die|diese) )?(?:angeforderte |gewünschte |gesuchte )?(?:seite|artikel|inhalt|dokument)\s"
    r"(?:(?:wurde|konnte|ist|leider|existiert|steht|nicht|mehr)\s)*(?:nicht|gefunden|verfügbar|vorhanden|erreichbar|werden|"
    r"mehr|gefunden werden)|zugriff verweigert",
    r"(?:(?:la|cette) )?page (?:que vous .{0,20} )?(?:non trouvée|introuvable|n['’](?:existe|est) (?:pas|plus)(?: disponible)?"
    r"|n['’]a pas été trouvée)|accès refusé",
    r"(?:la )?página (?:que .{0,20} )?(?:no (?:encontrada|existe|disponible)|no se (?:ha )?encontr\w+|não (?:foi )?encontrada"
    r"|não existe|no fue encontrada)|no se (?:ha )?encontr\w+ la página|acceso denegado|acesso negado",
    r"(?:la )?pagina (?:non (?:trovata|esiste|disponibile)|nu (?:a fost găsită|există)|niet gevonden|bestaat niet)",
    r"sidan (?:hittades inte|kunde inte hittas|finns inte)|siden (?:blev |ble )?(?:ikke (?:fundet|funnet)|fin[dn]es ikke)"
    r"|sivua ei löytynyt|sivua ei löydy",
    r"nie znaleziono strony|strona nie (?:została znaleziona|istnieje)|stránka (?:nebyla nalezena|nenalezena|neexistuje)"
    r"|az? oldal nem található|sayfa bulunamadı|không tìm thấy trang|halaman tidak ditemukan",
    r"страница не (?:найдена|существует)|сторінку не знайдено|сторінка не (?:знайдена|існує)|η σελίδα δεν βρέθηκε",
    r"الصفحة (?:غير موجودة|المطلوبة غير موجودة)|पृष्ठ नहीं मिला|पेज नहीं मिला",
    r"ページが見つかりません(?:でした)?|お探しのページは.{0,30}|页面(?:不存在|未找到)|頁面不存在"
    r"|找不到(?:该|此)?(?:页面|頁面)|페이지를 찾을 수 없습니다",
)
_ERROR = re.compile("|".join(f"(?:{pattern})" for pattern in _ERRORS))
_PARTS = re.compile(r"\s+[|–—·»:•-]\s+|\s*[|»•]\s*|(?<=\w)[:.!?…]+(?:\s|$)")

#: A block that speaks of cookies, consent and partners.
CONSENT = re.compile(
    r"cookie|consent|datenschutz|privacy|gdpr|dsgvo|rgpd|einwilligung|zustimm|(?:and|our|und|unsere|nos|nuestros) \d* ?"
    r"(?:partners?|partner[ns]?|partenaires|socios)\b|tracking|personal data|personenbezogen|données personnelles"
    r"|datos personales|dati personali|dane osobowe|persoonlijke gegevens|consentimiento|consentement|consenso|ciasteczk"
    r"|toestemming|samtycke|samtykke|evästee|sütik|çerez|куки|файлы cookie|tcf\b|iab\b|third[- ]part|dritt(?:anbieter|ländern)",
)
#: What the choices of a consent dialogue say; for a whole block in lower case.
CHOICE = re.compile(
    r"(?:i |yes,? i )?(?:accept|agree|reject|decline|allow|refuse|deny)(?: (?:to )?(?:all|cookies|and .{0,25}))*"
    r"|(?:alle[ns]? )?(?:cookies )?(?:akzeptieren|zustimmen|ablehnen|erlauben|zulassen)(?: und .{0,25})?"
    r"|(?:tout )?(?:accepter|refuser)(?: .{0,25})?|(?:aceptar|rechazar)(?: .{0,25})?|(?:accetta|rifiuta)(?: .{0,25})?"
    r"|(?:aceitar|rejeitar)(?: .{0,25})?|(?:alles )?(?:accepteren|weigeren)|(?:zaakceptuj|akceptuję|odrzuć)(?: .{0,25})?"
    r"|(?:acceptera|avvisa|accepter|godta|hyväksy)(?: .{0,25})?|(?:kabul et|reddet)|souhlasím|přijmout vše"
    r"|(?:manage|cookie|privacy) (?:settings|options|preferences|choices)|einstellungen(?: .{0,25})?|purposes",
)
#: What a page says that is nothing without its scripts.
SCRIPTS = re.compile(
    r"(?:enable|activate|turn on|requires?|need|without) java ?script|java ?script (?:is |to be |must be |needs to be )*"
    r"(?:disabled|required|enabled|turned on|not)|(?:java ?script .{0,30}(?:aktivier|deaktiviert|eingeschaltet|benötigt|activ"
    r"|attiv|habilit|włącz|ativ|zapn|включ))"
    r"|(?:activ|habilit|attiv|aktivier|włącz|ativ|schakel|aktiver|включите).{0,30}java ?script",
)


def error_in(line: str) -> str | None:
    """The part of a title or heading that only an error page has (all of it, or what a site's name is parted from)."""
    if len(line) > 150:
        return None
    parts = (part.strip(" .!?…") for part in (line, *_PARTS.split(line)))
    return next((part for part in parts if part and _ERROR.fullmatch(part.lower())), None)

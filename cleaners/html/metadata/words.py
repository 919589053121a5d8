"""The words that stand around names in bylines, in the languages of the news, as parts of regular expressions."""


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text that lists them, in order."""
    return tuple(text.split())


AGENCIES = frozenset(
    listed(
        """
        dpa afp apa ap reuters sid epd kna efe ansa lusa pap čtk ctk tass interfax belga anp ntb tt ritzau stt
        sda ats pti ani ians xinhua kyodo jiji yonhap bernama antara aa dha iha upi bloomberg cp aap kathpress
        rtr mti agerpres tanjug hina sta bta tasr unn ukrinform agi adnkronos dpa-afx тасс интерфакс
        新华社 新華社 中新社 中央社 共同社 共同通信 時事通信 法新社 路透社 美联社 美聯社 연합뉴스
        """
    )
) | {
    "agence france-presse",
    "agencia efe",
    "anadolu ajansı",
    "associated press",
    "canadian press",
    "deutsche presse-agentur",
    "europa press",
    "keystone-sda",
    "pa media",
    "press association",
    "press trust of india",
    "ria novosti",
    "the associated press",
    "the canadian press",
    "риа новости",
}

# "By": words that are no part of a name in any case, and those that are names when they begin with a capital.
BY = (
    "by|von|vom|av|af|door|par|por|pelo|pela|przez|autorstwa|от|від|автор|авторы|автори|текст|από|yazan|yazar"
    "|द्वारा|بقلم|كتب(?:ت)?|מאת"
)
BY_SMALL = "di|da|per|od|oleh"
LEAD = "|".join(
    listed(
        """
        autorin/autor autor/in an? the eine? einen une? una uno o el la le il gast gastbeitrag gastkommentar
        kommentar kolumne analyse analysis analisi análisis interview intervista entrevista essay reportage
        bericht beitrag artikel article artículo texte? texto testo tekst fotos? video bilder story stories
        written writen posted published compiled words reporting report reported review reviewed opinion news
        feature geschrieben verfasst erstellt veröffentlicht gepostet eingestellt eingetragen hinzugefügt publiziert
        publicado publicada publié posté écrit rédigé redigido escrito escrita scritto pubblicato gepubliceerd geschreven napsal
        napisał autor(?:a|en|in|es|i|e)? authors? auteurs? autore autori författare skrevet skriven kirjoittaja
        szerző írta autorius penulis pewarta oleh muhabir haber tác giả verfasser(?:in)? redakteur(?:in)? redaktion redacción
        rédaction redakcja redactie redazione reporter journalist
        und and et y & / - im gespräch aus für our exclusive exklusiv guest post
        blog from
        """
    )
)
JOBS = "|".join(
    listed(
        r"""
        editor correspondent reporter journalist columnist contributor writer producer analyst director
        specialist professor redakteur redaktor korrespondent volontär ressort leiter chef(?:in)?\b autorin\b
        experte expertin kolumnist mitarbeiter redactor periodista corresponsal editora repórter jornalista
        colunista rédact chroniqueu giornalista inviato redaktør dziennikar novinář muhabir редактор
        корреспондент журналист обозреватель кореспондент staff photograph fotograf special\sto team\slead
        manager freelance autore\b agentur ceo presse wire expert\b reviewer consultant strategist founder\b developer
        dietitian nutritionist advis[eo]r officer\b president\b winemaker
        """
    )
)
NO_NAME = "|".join(
    listed(
        r"""
        (?:view|see|show|read)\s(?:all|more|full|profile) ^(?:view|see|show|read|more|all)\b more$
        posts? articles? alle beiträge artikel zeige mehr weitere ver voir tous
        archives? profile? follow subscribe comments? kommentare? published updated veröffentlicht aktualisiert
        share login log\sin print publiziert posted copyright rights website powered google scholar pub\s?med
        facebook twitter instagram linkedin whatsapp youtube e-?mail nachricht http cookie min minuten uhr
        read(?:ing)?\stime lesezeit anhören please enter name unknown unbekannt anonymous anonym
        """
    )
)
ACCOUNTS = (
    r"(?:wp|wordpress|web|site|super|joomla|drupal|cms)?[\s_-]*(?:admin(?:istrat(?:or|eur))?|user|editor|master|root)\d*"
    r"|\w*admin\w*|none|null|undefined|red|author|autor|default|guest|gast|n/?a|test|by|von|false|true|person|name"
    r"|unknown(?:\s*author)?|author\s+unknown|no\s+author"
)
#: What stands where a name is expected and is none: the label of a byline, alone.
LABELS_ALONE = (
    r"(?:[\w-]+\s){1,4}(?:by|von|par|por):?"
    r"|written|reviewed|edited|posted|published|updated|verified|geschrieben|verfasst|geprüft|écrit|escrito|scritto"
    r"|(?:about|meet)\s(?:the|our|this)\s(?:authors?|writers?|editors?|team|experts?)|über\s(?:den\sautor|die\sautorin(?:nen)?)"
    r"|fact[\s-]?check(?:er|ed)?|data|date|datum|fecha|dato|dátum|źródło|quelle|source"
)
ORGANISATIONS = "|".join(
    listed(
        r"""
        gmbh ag kg e\.?\s?v\.? inc ltd llc s\.?a\.? verlag media group stiftung verein redaktion team staff
        agency agentur news zeitung magazin partei fraktion ministerium amt designed redacción rédaction admin
        \w+\.(?:de|com|org|net|at|ch|eu|fr|it|es)
        """
    )
)
AND = "and|und|et|og|och|ja|oraz|és|și|si|ve|và|dan|na|en|και|та|и|й|і|a|i|e|y|o|u|sowie|with|mit|avec|con|com"
PARTICLES = frozenset(
    listed("von van de der den di da del della dos das du la le el al bin ibn zu zur y ten ter af av dr prof")
)
KINDS = (
    "kommentar|kolumne|analyse|interview|essay|reportage|bericht|beitrag|artikel|article|text|story|geschrieben|verfasst"
    "|written|posted|words|opinion|analysis|report|escrit[oa]|écrit|scritto"
)
LABELS = (
    "texte?|texto|testo|tekst|words|autor(?:in|en|a|es)?|author|auteur|autore|автор|текст|reporter|redakt(?:eur|ion|or)"
    r"|bericht|yazar|szerző|írta|penulis|pewarta|oleh|muhabir|tác giả|story|text (?:und|&|\+) (?:fotos?|bild(?:er)?)"
)
POSTED = (
    "posted|written|published|created|submitted|started|erstellt|geschrieben|verfasst|eingestellt|veröffentlicht|gepostet"
    "|publiziert|eingetragen|hinzugefügt|publié|écrit|publicado|escrito|pubblicato|scritto|geplaatst|geschreven"
)
AUTHOR = "autor(?:in|en|a|es)?|authors?|auteur|autore|автор|verfasser(?:in)?|geschrieben von|written by|posted by"
#: What names those who made the pictures and not the words.
PICTURES = (
    r"fotos?|photos?|bild(?:er)?|images?|imágenes|pictures|illustration(?:en|s)?|grafik(?:en)?|graphics|videos?|kamera|camera"
    r"|fotografie|photograph(?:s|y|ies)|fotograf(?:in|s)?"
)
#: The label of an editor, who is named behind the writer: "Penulis: A / Editor: B".
EDITED = r"(?:editor|penyunting|editör|biên tập|redaktor|edited by)"
#: A desk, or agencies without a name: no author beside a person or an agency.
DESKS = (
    r"(?:(?:die|unsere|the|la|de|our|das)\s)?"
    r"(?:redaktion(?:steam)?|redakcja|redakce|redacción|rédaction|redazione|redactie|redação|redaksjonen|newsroom"
    r"|editorial(?:\s(?:board|desk|staff|team))?|staff(?:\s(?:reporter|writer|correspondent)s?)?"
    r"|(?:[\w.'’-]+\s){0,3}(?:staff\sreports?|(?:web|news|online)\s?desk|news\sservices?(?:\sreports?)?)"
    r"|letters?\sto\sthe\seditor|agenc(?:ies|ias)|agences|agências|agenzie|agenturen|agentschappen)"
)

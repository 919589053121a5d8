"""Words by which the lines around an article are known, in the languages that the phrase files have."""

import re

_SECTION_LABELS = """category categories section rubrik ressort kategorie rubrique catégorie sección categoría sezione
    categoria rubriek kategoria рубрика раздел категория kategori カテゴリ カテゴリー 栏目 분류"""
_SECTION_NAMES = """analysis opinion news politics world business economy sports sport culture science technology tech
    health society lifestyle entertainment education travel environment climate investigation
    interview feature explainer commentary editorial review analyse meinung politik wirtschaft
    kultur wissenschaft wissen technik gesundheit gesellschaft panorama kommentar reportage reise
    ausland inland international politique économie monde société sciences santé política economía
    internacional sociedad cultura deportes opinión análisis politica economia cronaca esteri
    политика экономика общество мир спорт культура наука аналитика мнение політика економіка
    суспільство світ думка polityka gospodarka świat kultura opinie analiza siyaset ekonomi dünya
    spor kültür 政治 経済 社会 国際 文化 经济 国际 정치 경제 사회 국제 문화"""
_PUBLISHED = """publi posted issued erschienen veröffentlicht opublik zveřejn опублик опублік yayın giriş 公開 掲載 配信
    发布 發布 입력 등록 نشر प्रकाशित oprettet erstellt datum udgivet publicerad julkaistu megjelen közzétéve publicat
    δημοσιεύ diterbitkan đăng tải เผยแพร่ פורסם birt:"""
_UPDATED = """updat modified aktualisi mise_à_jour mis_à_jour actualiz aggiorn bijgewerkt aktualiz обновл оновл
    güncell 更新 修正 수정 oppdatert opdateret uppdaterad geändert letzte_änderung stand: akt.: تحديث अपडेट uppfært
    päivitetty frissít diperbarui cập_nhật อัปเดต ενημέρω actualizat עודכן"""
_UNTIL = "verfügbar_bis disponible_jusqu available_until disponible_hasta online_bis läuft_bis gültig_bis expires"
_AUTHORS = """author authors by autor autorin autoren autores autora autori autore von par por door auteur auteurs
    автор авторы автори 作者 記者 yazar oleh penulis"""
_PICTURES = "profilbild photo picture image portrait headshot avatar foto bild porträt"


def _words(words: str) -> list[str]:
    return [word.replace("_", " ") for word in words.split()]


def _any_of(words: str) -> str:
    return f"(?:{'|'.join(map(re.escape, _words(words)))})"


#: A line before the name of a section.
SECTION_LABEL = re.compile(rf"{_any_of(_SECTION_LABELS)}\s*:?", re.I)
#: Names of sections and of kinds of articles that stand above a title.
SECTIONS = frozenset(_words(_SECTION_NAMES))
#: What a line calls the date of publication, and that of the last change.
PUBLISHED = re.compile(_any_of(_PUBLISHED), re.I)
UPDATED = re.compile(_any_of(_UPDATED), re.I)
#: What a line says of a date after which something ends.
UNTIL = re.compile(_any_of(_UNTIL), re.I)
#: A line before the names of the authors.
AUTHOR_LABEL = re.compile(rf"{_any_of(_AUTHORS)}\s*:?", re.I)
#: The text of an author's picture, before the name.
AUTHOR_PICTURE = re.compile(rf"{_any_of(_PICTURES)}\s+(?:of|von|de|di|van)\s+(?=[A-ZÀ-Þ])", re.I)

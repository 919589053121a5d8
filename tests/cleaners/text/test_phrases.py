"""Wording: prompts are known in many languages, sentences are not taken for them."""

import re

import pytest

from cleaners.rules.phrases import load_phrases
from cleaners.types import Reason

PHRASES = load_phrases()


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "Read more: How the ferry came back", Reason.RELATED),
        ("en", "Sign up for our free morning newsletter", Reason.PROMOTION),
        ("en", "Article continues below", Reason.ADVERTISEMENT),
        ("en", "A boat in the harbour (Photo: Ann Lee)", Reason.CAPTION),
        ("de", "Lesen Sie auch: Der Hafen schließt", Reason.RELATED),
        ("de", "Jetzt kostenlos den Newsletter abonnieren", Reason.PROMOTION),
        ("de", "Anzeige", Reason.ADVERTISEMENT),
        ("fr", "Cet article est réservé aux abonnés", Reason.PAYWALL),
        ("fr", "Lire aussi : le port ferme", Reason.RELATED),
        ("es", "Suscríbete para seguir leyendo", Reason.PAYWALL),
        ("it", "Riproduzione riservata", Reason.FOOTER),
        ("pt", "Leia também: o porto fecha", Reason.RELATED),
        ("nl", "Lees ook: de haven sluit", Reason.RELATED),
        ("pl", "Czytaj także: port zamknięty", Reason.RELATED),
        ("ru", "Читайте также: порт закрывается", Reason.RELATED),
        ("uk", "Поділитися", Reason.SHARE),
        ("tr", "Son dakika haberleri", Reason.RELATED),
        ("ja", "この記事は有料会員限定です。", Reason.PAYWALL),
        ("zh", "责任编辑：王芳", Reason.BYLINE),
        ("ko", "무단 전재 및 재배포 금지", Reason.FOOTER),
        ("ar", "اقرأ أيضا: الميناء يغلق", Reason.RELATED),
        ("hi", "विज्ञापन", Reason.ADVERTISEMENT),
        ("sv", "Läs också: Hamnen stänger", Reason.RELATED),
        ("en", "© 2025 Harbour Media Ltd. All rights reserved.", Reason.FOOTER),
        ("de", "Beitragsbild: Der Hafen am Abend", Reason.CAPTION),
        ("de", "Kommentare insgesamt: 0", Reason.COMMENTS),
        ("de", "*Werbung. Dieser Beitrag enthält Werbung für ein Hotel.", Reason.FOOTER),
        ("en", "Harbour Ledger Newsletter", Reason.PROMOTION),
        ("en", "Subscribe now to our evening edition for the full story.", Reason.PAYWALL),
        ("en", "© Ann Lee The ferry leaves the quay on Monday. It is late.", Reason.CAPTION),
        ("pl", "Zapraszamy też do subskrypcji tygodnika", Reason.PROMOTION),
        ("pt", "sexta-feira, 22 de outubro de 2010 às 20:13", Reason.DATELINE),
        ("xx", "WhatsApp", Reason.SHARE),
        ("en", "34 responses to “The ferry is back”", Reason.COMMENTS),
        ("en", "Filed under: Harbour, Ferries", Reason.RELATED),
        ("de", "3 Gedanken zu „Die Fähre ist zurück“", Reason.COMMENTS),
        ("de", "Schlagwörter zu diesem Artikel", Reason.RELATED),
        ("ja", "次のページへ", Reason.RELATED),
    ],
)
def test_prompts(language: str, text: str, reason: Reason) -> None:
    """Each of these lines is known by its wording."""
    found = PHRASES.match(text, [language])
    assert found is not None
    assert found.reason is reason


@pytest.mark.parametrize(
    "text",
    [
        "Read the terms of the treaty and you will see why the ministers hesitated, said the historian.",
        "Share prices fell on Monday after the central bank had raised its rates for the third time.",
        "The photo of the minister, taken in May, hangs in the hall of the town's museum to this day.",
        "By the time the police arrived, the crowd had gone home and the square was empty again.",
        "Subscribers to the orchestra's season voted for three new works and one opera.",
        "More stories of the flood were told that night, and more news came from the coast in the morning.",
        "Tags on the sheep told whose they were, and the shepherd counted them one by one.",
        "Von den Gästen blieb nur einer bis zum Morgen, und auch der wollte nichts gesehen haben.",
        "Partager le pouvoir n'a jamais été facile dans cette ville, rappelle l'historienne.",
    ],
)
def test_sentences(text: str) -> None:
    """A sentence that begins like a label is none."""
    assert PHRASES.match(text) is None


def test_patterns() -> None:
    """Every pattern is one that `re` takes, without capturing groups: rules of a language are joined by groups of their own."""
    groups = {label.rule: re.compile(pattern, re.IGNORECASE).groups for label, pattern in PHRASES.rows()}
    assert {rule for rule, count in groups.items() if count} == set()

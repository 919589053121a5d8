"""Who made the pictures, who edits and who uploads is not who wrote the text."""

import pytest

from cleaners.html.metadata.names import clean_names
from tests.cleaners.metadata.pages import URL, ld, read

HEAD = "<h1>Night ferry returns</h1>"
TEXT = "<p>The night ferry is back on its old route, and the harbour is glad of it.</p>"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Photo by <a href='/p'>Ben Rope</a> on Picturequay", ()),
        ("Foto von <a href='/p'>Ben Rope</a>", ()),
        ("Ein Film von <a href='/p'>Ben Rope</a>", ()),
        ("Das Buch von <a href='/p'>Ben Rope</a>", ()),
        ("im Rahmen von <a href='/p'>Lange Hafennacht</a>", ()),
        ("<span>quay!</span> <span>| By </span><span>Ada Quill</span> | 3 May", ("Ada Quill",)),
        ("Erstellt am Dienstag, 6. Mai 2014 von <a href='/p'>Mia Strand</a>", ("Mia Strand",)),
        ("Hinzugefügt von: Möwe", ("Möwe",)),
        ("Posted by Quill @ 12:00 am", ("Quill",)),
        ("作者： 记者王海港", ("王海港",)),
        ("文／王海港", ("王海港",)),
        ("記者王海港／高雄報導", ("王海港",)),
    ],
)
def test_what_stands_before_a_name(line: str, authors: tuple[str, ...]) -> None:
    """A name counts after words that say no more than who wrote this and when, not after those for another work."""
    assert read(f"{HEAD}<div>{line}</div>{TEXT}").authors == authors


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Text: Ada Quill, Foto: Ben Rope", ["Ada Quill"]),
        ("Interview: Ada Quill\nFoto: Ben Rope", ["Ada Quill"]),
        ("By Ada Quill, Photos by Ben Rope", ["Ada Quill"]),
        ("Words by Ada Quill Photos by Ben Rope", ["Ada Quill"]),
        ("Text: Ada Quill Fotos: Ben Rope", ["Ada Quill"]),
        ("Text von Ada Quill … Illustration von Ben Rope", ["Ada Quill"]),
        ("Von Ada Quill (Text) und Ben Rope (Fotos)", ["Ada Quill"]),
        ("Von Ada Quill und Ben von der Rope (Fotos)", ["Ada Quill"]),
        ("Von Ada Quill und Ben Rope (Text und Fotos)", ["Ada Quill", "Ben Rope"]),
        ("Text und Fotos: Ada Quill", ["Ada Quill"]),
        ("Text & Foto: Ada Quill", ["Ada Quill"]),
        ("Data", []),
        ("Autorin Redaktion", ["Redaktion"]),
        ("Ada Quill, Redaktion", ["Ada Quill"]),
        ("Redakcja, Ada Quill", ["Ada Quill"]),
        ("本报记者王海港", ["王海港"]),
    ],
)
def test_pictures_labels_and_desks(byline: str, names: list[str]) -> None:
    """Of those in a byline the writers are taken, not the makers of its pictures, its labels, or the desk beside a person."""
    assert clean_names(byline, set(), from_page=True) == names


def test_page_without_article_node_names_its_author() -> None:
    """JSON-LD that describes the page and no article gives the author where it is this page and shows the name."""
    script = ld(
        f'{{"@graph":[{{"@type":"WebPage","@id":"{URL}","author":{{"@id":"#m"}}}},'
        '{"@type":"Person","@id":"#m","name":"Mia Strand"}]}'
    )
    assert read(HEAD + TEXT * 30 + "<p>Mia Strand lives at the quay.</p>", script).authors == ("Mia Strand",)
    assert read(HEAD + TEXT * 30, script).authors == ()
    assert read(HEAD + "<p>Mia Strand lives at the quay.</p>", script, url=URL + "-again").authors == ()


@pytest.mark.parametrize(
    "whole", ["article class='post author-moewe'", "main class='author-moewe'", "div class='hentry author-moewe'"]
)
def test_class_of_a_post_is_no_byline(whole: str) -> None:
    """The class of a whole article may tell its author's login; its text is no byline."""
    page = f"<{whole}><h1>Night ferry returns</h1><p>Nordlicht</p></{whole.split()[0]}>"
    assert read(page, "<title>Night ferry returns</title>").authors == ()


def test_long_box_for_authors_is_no_byline() -> None:
    """White space at the begin of a box does not make it a short one."""
    box = f"<div class='author'><b>{' ' * 300}Ada Quill</b> <p>{'of the harbour ' * 20}</p></div>"
    assert read(HEAD + box + TEXT).authors == ()


def test_breadcrumb_names_no_author() -> None:
    """A section called "people" in the path to the page is none of its people."""
    path = "<ul class='breadcrumbs'><li><a href='/people/quay-life/'>Quay Life</a></li></ul>"
    assert read(path + HEAD + TEXT).authors == ()
    assert read(path.replace("breadcrumbs", "names") + HEAD + TEXT).authors == ("Quay Life",)


def test_login_gives_way_to_a_line_that_names_a_person() -> None:
    """The account that uploaded a text is not its author where a line says who is."""
    byline = "<p>Gespeichert von<span class='username'> moewe</span></p>"
    assert read(HEAD + byline + "<p>Blog Beitrag von Mia Strand</p>" + TEXT).authors == ("Mia Strand",)
    assert read(HEAD + byline + TEXT).authors == ("moewe",)


def test_desk_beside_a_person_in_json_ld() -> None:
    """A desk is an author only where no person is."""
    article = '{"@type":"NewsArticle","headline":"Night ferry returns","author":[{"name":"Redaktion"}%s]}'
    byline = "<p>Redaktion und Mia Strand</p>"
    assert read(HEAD + byline + TEXT, ld(article % ',{"name":"Mia Strand"}')).authors == ("Mia Strand",)
    assert read(HEAD + byline + TEXT, ld(article % "")).authors == ("Redaktion",)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Editorial Board, Ada Quill", ["Ada Quill"]),
        ("Agences, Ada Quill", ["Ada Quill"]),
        ("Web Desk, dpa", ["dpa"]),
        ("EFE y Agencias", ["EFE"]),
        ("Ada Quill et AFP", ["Ada Quill", "AFP"]),
        ("Letters to the Editor", ["Letters to the Editor"]),
        ("Ada Quill, The Quay Ledger", ["Ada Quill"]),
        ("Ada Quill, Harbour Business", ["Ada Quill"]),
        ("Ada Quill, The Associated Press", ["Ada Quill", "The Associated Press"]),
        ("Harbour Master", ["Harbour Master"]),
        ("海港事務所 ／", ["海港事務所"]),
    ],
)
def test_desks_and_papers_beside_a_person(byline: str, names: list[str]) -> None:
    """Beside a person or an agency no desk counts, and beside a person no paper and no part of the site."""
    assert clean_names(byline, {"harbour"}) == names


def test_site_and_its_parts_in_json_ld() -> None:
    """A list of authors in JSON-LD is freed of the site's parts and of papers as a byline is."""
    names = ("Ada Quill", "Harbour Business", "The Quay Ledger", "Staff Reports")
    people = ",".join(f'{{"@type":"Person","name":"{name}"}}' for name in names)
    site = '<meta property="og:site_name" content="Harbour">'
    script = ld(f'{{"@type":"NewsArticle","headline":"Night ferry returns","author":[{people}]}}')
    assert read(HEAD + TEXT, site + script).authors == ("Ada Quill",)


def test_site_name_of_several_parts_is_one_organisation() -> None:
    """The whole name of a site is not torn apart where its bars and commas would part people."""
    name = "Noticias de Muelle - La Ría | Lee, mira y escucha"
    site = f'<meta property="og:site_name" content="{name}">'
    script = ld(
        f'{{"@type":"NewsArticle","headline":"Night ferry returns","author":{{"@type":"Person","name":"{name}"}}}}'
    )
    assert read(HEAD + TEXT, site + script).authors == (name,)
    assert read(f"{HEAD}<p class='byline'>Por Lucía Mar</p>{TEXT}", site + script).authors == ("Lucía Mar",)

"""Authors in pages of every kind: blogs, forums and local papers that mark their bylines little or not at all."""

import pytest

from cleaners.html.metadata.names import is_person
from tests.cleaners.metadata.pages import ld, read

HEAD = "<h1>Night ferry returns</h1>"
TEXT = "<p>The night ferry is back on its old route, and the harbour is glad of it.</p>"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('<p class="date">Erstellt von <a href="/author/ufer/">ufer77</a> am Dienstag, 6. Mai 2014</p>', "ufer77"),
        ('<div>von <span><a href="/user/Mare1.html">Mare1</a></span></div>', "Mare1"),
        ("<div><span>| By </span><span>Ada Quill</span> | 3 May</div>", "Ada Quill"),
        ("<div><h5>Autor: </h5>Mia Strand</div>", "Mia Strand"),
        ("<p>Posted by quill on 3 May 2015</p>", "quill"),
        ('<div class="createdby">Geschrieben von Mia Strand</div>', "Mia Strand"),
    ],
)
def test_word_of_authorship_before_a_name(line: str, name: str) -> None:
    """Beside the headline a nickname counts as well, where the page says that this is who wrote it."""
    assert read(HEAD + line + TEXT).authors == (name,)


def test_wordpress_marks_the_author_among_the_commenters() -> None:
    """Where no byline stands, the commenter that WordPress marks as the post's author is the author; no other is."""
    comments = (
        "<ol class='commentlist'><li class='comment'><cite class='fn'>Reader</cite></li>"
        "<li class='comment byuser bypostauthor'><cite class='fn'>quill313</cite></li></ol>"
    )
    page = read(HEAD + TEXT + comments)
    assert page.authors == ("quill313",)
    assert page.evidence["authors"] == "bypostauthor"


@pytest.mark.parametrize(
    ("end", "authors"),
    [
        ("<p><em>Von <span>Mia Strand</span></em></p>", ("Mia Strand",)),
        ("<p>So it stays. (Mia Strand)</p>", ("Mia Strand",)),
        ('<p>Quelle: <a href="/k">kathpress</a></p>', ("kathpress",)),
        ("<p>Redaktion: Mia Strand</p>", ()),
        ("<p>Von Mia Strand</p><p>Von Jonas Ufer</p>", ()),
        ("<p>She met her minister (Mia Strand)</p>", ()),
    ],
)
def test_signature_at_the_end(end: str, authors: tuple[str, ...]) -> None:
    """A line that signs the text names its author, not its editor, and several of them are a list of teasers."""
    assert read(HEAD + TEXT * 300 + end).authors == authors


def test_signature_beats_an_organisation_in_json_ld() -> None:
    """An article that JSON-LD gives to the paper is the person's who signs it."""
    script = ld('{"@type":"NewsArticle","headline":"Night ferry returns","author":{"name":"Harbour Post"}}')
    site = '<meta property="og:site_name" content="Harbour Post">'
    assert read(HEAD + TEXT * 300 + "<p>Von Mia Strand</p>", site + script).authors == ("Mia Strand",)


def test_first_name_is_completed_by_the_description() -> None:
    """JSON-LD that states a first name is completed where the person's description begins with the full one."""
    script = ld(
        '{"@graph":[{"@type":"Article","headline":"Night ferry returns","author":{"@id":"#m"}},'
        '{"@type":"Person","@id":"#m","name":"Mia","description":"Mia Strand ist Reporterin."}]}'
    )
    assert read(HEAD + TEXT, script).authors == ("Mia Strand",)


def test_postal_address_is_no_author() -> None:
    """An `address` that holds a street names no author."""
    assert read(HEAD + TEXT + "<address>Harbour House, Quay Road 3, 20095 Hamburg</address>").authors == ()


def test_forum_nicknames_may_be_any_words() -> None:
    """A link that forums mark as a user's name is the name, even where its words begin small."""
    line = '<div><span>Autor</span> <a class="username" href="/members/7/">Catch more herring</a></div>'
    assert read(HEAD + line + TEXT).authors == ("Catch more herring",)


def test_login_gives_way_to_the_signature() -> None:
    """JSON-LD that states the login of an account is completed by the name that signs the text."""
    script = ld('{"@type":"Article","headline":"Night ferry returns","author":{"@type":"Person","name":"mia.strand"}}')
    assert read(HEAD + TEXT + "<p>So it stays. (Mia Strand) +++</p>", script).authors == ("Mia Strand",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        (
            '<p class="author"><a rel="tag" href="/t/sun">Solar Heat</a> / <a rel="tag" href="/t/eco">Economy</a></p>',
            (),
        ),
        ('<p class="byline">By Ada Quill May 12, 2020 / 7:57 AM</p>', ("Ada Quill",)),
        ('<p><a rel="license" href="https://rights.example/licenses/by/3.0/">Common Works Naming</a></p>', ()),
    ],
)
def test_topics_months_and_licences_are_no_names(line: str, authors: tuple[str, ...]) -> None:
    """What stands where a name may stand is told from one by what it links to, and by the date that it begins."""
    assert read(HEAD + line + TEXT).authors == authors


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Written By", ()),
        ("Researched by", ()),
        ("About the Author", ()),
        ("Sat, 20 Dec, 2025", ()),
        ("Dec. 19, 2025 · Ada Quill", ("Ada Quill",)),
        ("Posted by Ada Quill on Sunday December 20, 2025", ("Ada Quill",)),
        ("November 26th, 2024", ()),
        ("Ada Quill, Fact Checked", ("Ada Quill",)),
        ("Ada Quill, Expert Reviewer", ("Ada Quill",)),
        ("Data Analysis ByAda Quill", ("Ada Quill",)),
        ("April May", ("April May",)),
    ],
)
def test_labels_dates_and_roles_are_no_names(byline: str, authors: tuple[str, ...]) -> None:
    """What stands in an element for authors is read for names: its label, the date and what somebody is are none."""
    assert read(f'{HEAD}<div class="author">{byline}</div>{TEXT}').authors == authors


def test_an_office_is_one_name() -> None:
    """The name of an office goes on after "for", "of" and "and"."""
    script = ld(
        '{"@type":"NewsArticle","headline":"Night ferry returns",'
        '"author":{"@type":"Organization","name":"Center for Ferry Evaluation and Research"}}'
    )
    assert read(HEAD + TEXT, script).authors == ("Center for Ferry Evaluation and Research",)


def test_a_slogan_beside_a_person_is_no_author() -> None:
    """A second "name" that holds a number is what somebody says of the first."""
    script = ld(
        '{"@type":"NewsArticle","headline":"Night ferry returns","author":{"name":"Ada Quill, 10+ Years at the Harbour"}}'
    )
    assert read(HEAD + TEXT, script).authors == ("Ada Quill",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("12/05/2024 - Publicado por: Lucía Mar", ("Lucía Mar",)),
        ("Por: Lucía Mar", ("Lucía Mar",)),
        ("Escrito por Lucía Mar", ("Lucía Mar",)),
        ("Penulis: Budi Laut / Editor: Sari Pantai", ("Budi Laut",)),
        ("Penulis: Budi Laut Editor: Sari Pantai", ("Budi Laut",)),
        ("Oleh: Budi Laut", ("Budi Laut",)),
        ("Muhabir: Deniz Liman", ("Deniz Liman",)),
        ("Av Ada Quill", ("Ada Quill",)),
        ("Door: Luc Kade", ("Luc Kade",)),
        ("Di Mia Strand", ("Mia Strand",)),
        ("Autor: Jan Przystań", ("Jan Przystań",)),
        ("Szerző: Kikötő Anna", ("Kikötő Anna",)),
        ("Írta: Kikötő Anna", ("Kikötő Anna",)),
        ("Tác giả: Minh Cảng", ("Minh Cảng",)),
        ("本报记者 王海港", ("王海港",)),
        ("新华社记者王海港", ("王海港",)),
        ("船回到了老航线，港口很高兴。（记者王海港、李小船）", ("王海港", "李小船")),
        ("船回到了老航線。（記者王海港）", ("王海港",)),
        ("Bron: BELGA", ("BELGA",)),
        ("来源：新华社", ("新华社",)),
        ("Bron: De Kade", ()),
    ],
)
def test_bylines_in_many_languages(line: str, authors: tuple[str, ...]) -> None:
    """The words of authorship of other languages count below the headline and at the text's end alike."""
    assert read(f"{HEAD}<p>{line}</p>{TEXT}").authors == authors
    assert read(f"{HEAD}{TEXT * 300}<p>{line}</p>").authors == authors


def test_agency_as_source_gives_way_to_a_person() -> None:
    """A line that names the writer counts more than a nearer one that names the source."""
    assert read(f"{HEAD}<p>Källa: TT</p>{TEXT}<p>Av Ada Quill</p>").authors == ("Ada Quill",)
    assert read(f"{HEAD}<p>来源：新华社</p><p>作者：王海港</p>{TEXT}").authors == ("王海港",)


def test_whom_a_text_follows_is_no_author() -> None:
    """A Vietnamese "theo" names the source, while Theo is a name elsewhere."""
    assert read(f'{HEAD}<p class="author">Theo Bến Cảng</p>{TEXT}').authors == ()
    assert read(f'{HEAD}<p class="author">Theo Strand</p>{TEXT}').authors == ("Theo Strand",)


@pytest.mark.parametrize("style", ["photo-credit", "credit video-credit", "imageCredit", "media_credit"])
def test_credit_of_a_picture_is_no_byline(style: str) -> None:
    """Who is named in an element for a picture's credit did not write the text."""
    assert read(f'{HEAD}<p>{TEXT}<span class="{style}">By Ada Quill</span></p>').authors == ()
    assert read(f'{HEAD}<p><span class="credit">By Ada Quill</span></p>{TEXT}').authors == ("Ada Quill",)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Personal finance", False),
        ("The Quay", False),
        ("新华社", False),
        ("Ana de la Mar", True),
        ("王海港", True),
        ("Анна Морская", True),
    ],
)
def test_what_a_full_name_looks_like(name: str, person: bool) -> None:
    """Every word of a person's name but its particles begins with a capital where the script has any."""
    assert is_person(name) is person


def test_section_is_no_byline() -> None:
    """The article's section may stand in an element for authors, and a column may be named for its author."""
    section = '<meta property="article:section" content="%s">'
    line = '<p class="author">%s</p>'
    assert read(HEAD + line % "Quay finance" + TEXT, section % "Quay Finance").authors == ()
    assert read(HEAD + line % "Ada Quill" + TEXT, section % "Ada Quill").authors == ("Ada Quill",)

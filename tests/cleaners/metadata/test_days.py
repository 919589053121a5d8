"""Days of publication that only the page's own text tells."""

from datetime import datetime, timedelta

import pytest

from tests.cleaners.metadata.pages import ld, read

HEAD = "<h1>Night ferry returns</h1>"
TEXT = "<p>The night ferry is back on its old route, and the harbour is glad of it.</p>"


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<table><tr><td>26 | 01 | 2022</td></tr></table>", "2022-01-26"),
        ("<p class='postmetadata'>8.<a href='/2010/12/'>Dezember 2010</a> um 09:43</p>", "2010-12-08"),
        ("<p>This entry was posted on Tuesday, May 6th, 2014 and is filed under Ferries, ships.</p>", "2014-05-06"),
        ("<p>Der Beitrag wurde am Mittwoch, 3. Mai 2017 von Mia veröffentlicht und abgelegt.</p>", "2017-05-03"),
        (
            "<p>Kiel, 3. Mai 2017 – Die Fähre fährt wieder, und der Hafen freut sich darüber sehr, " + "sehr " * 9,
            "2017-05-03",
        ),
        ("<p>Kiel, (12.11.2021). Die Fähre fährt wieder, und das freut " + "alle sehr " * 50 + "</p>", "2021-11-12"),
        ("<p>Zuletzt aktualisiert am 12.03.2015</p>", "2015-03-12"),
        ("<span class='publication'>Ausgabe 12.03.2015</span>" + "<p>12.3.2014</p>", "2015-03-12"),
    ],
)
def test_day_in_the_text(body: str, day: str) -> None:
    """Without a stated date the text near the headline tells the day, in the forms that pages write it."""
    found = read(HEAD + body + TEXT, lang="de").published_at
    assert found is not None
    assert found.isoformat()[:10] == day


@pytest.mark.parametrize(
    "body",
    [
        "<p>© 2012–2020 Harbour Post</p>",
        "<dl><dt>Registriert:</dt><dd>18.09.2008</dd></dl>",
        "<p>Aktuelle Zeit: 14.10.2020</p>",
        "<p>Am 3. Mai 2017 fuhr die Fähre zuletzt, " + "und das ist lange her " * 30 + "</p>",
    ],
)
def test_days_of_something_else(body: str) -> None:
    """Years of copyright, the day someone joined a forum and today's date are no days of publication."""
    assert read(HEAD + body + TEXT).published_at is None


@pytest.mark.parametrize(
    "part",
    [
        "<a class='Publication'>No. 34 of 8 November 2021</a>",
        "<b class='publisher-details'>Quay Books, 8 November 2021</b>",
        "<b class='publicidad'>Fair 8 November 2021, until late in the night on each of the quays</b>",
    ],
)
def test_publications_and_publishers_are_no_dates(part: str) -> None:
    """A class that speaks of a paper, of who publishes or of advertisements is not one for the date of publication."""
    found = read(HEAD + f"<p>It is told in {part} as well.</p><p>10 November 2021</p>" + TEXT).published_at
    assert str(found) == "2021-11-10"


def test_last_change_gives_way() -> None:
    """The day of the last change counts only where no day of publication stands."""
    page = read(HEAD + "<p>3.5.2017</p><p>Zuletzt aktualisiert am 12.03.2019</p>" + TEXT, lang="de")
    assert str(page.published_at) == "2017-05-03"
    assert page.evidence["published_at"] == "dateline"


@pytest.mark.parametrize("shown", ["3/5/2022 22:41", "3/5/2022 10:41 pm"])
def test_clock_beside_the_headline_gives_the_offset(shown: str) -> None:
    """A moment stated in UTC falls on the day that the clock beside the headline shows."""
    script = ld('{"@type":"Article","headline":"Night ferry returns","datePublished":"2022-05-04T02:41:00Z"}')
    found = read(HEAD + f"<h6><span>{shown}</span></h6>", script).published_at
    assert isinstance(found, datetime)
    assert (found.date().isoformat(), found.utcoffset()) == ("2022-05-03", timedelta(hours=-4))

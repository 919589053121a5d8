"""The plots of the pages, each with what it shows now, its keys, and the same as a table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from markupsafe import Markup

from newsmill.counting import count
from newsmill.pages.plots import Series, bars, lines
from newsmill.pages.templating import moment, percent
from storage.overview import CrawlDay, Day, Refusals
from storage.runs import CrawlRow

CAUSES = 3
"""So many causes of refusals have a colour of their own, the rest share one."""
STATED = (("text", "text"), ("titles", "title"), ("dates", "date"), ("authors", "author"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot: `now` is what stands beside its title, `keys` are CSS classes and their names, `table` has a head line."""

    title: str
    now: str
    drawn: Markup
    keys: Sequence[tuple[str, str]] = ()
    table: Sequence[Sequence[str]] = ()


def articles(days: Sequence[date], found: Mapping[date, Day]) -> Plot:
    """Articles that came in, day by day."""
    values = [found[day].articles if day in found else 0 for day in days]
    said = f"{count(sum(values), 'article')} in {count(len(days), 'day')}, {values[-1]:,} on the last"
    return Plot(
        title="Articles",
        now=f"{sum(values):,} in {count(len(days), 'day')}",
        drawn=bars([Series(key="articles", name="articles", values=values)], _labels(days), said=said),
        table=[("Day", "Articles"), *((moment(day), f"{value:,}") for day, value in zip(days, values, strict=True))],
    )


def refusals(days: Sequence[date], found: Sequence[Refusals]) -> Plot:
    """Addresses refused for the first time, day by day, by cause."""
    totals = Counter[str]()
    for one in found:
        totals[one.why] += one.number
    named = [why for why, _ in totals.most_common(CAUSES)]
    by_day = {(one.day, one.why): one.number for one in found}
    series = [
        Series(key=f"s-{at}", name=why, values=[by_day.get((day, why), 0) for day in days])
        for at, why in enumerate(named)
    ]
    if len(totals) > CAUSES:
        rest = [sum(by_day.get((day, why), 0) for why in totals if why not in named) for day in days]
        series.append(Series(key="s-3", name="other causes", values=rest))
    causes = ", ".join(f"{number:,} {why}" for why, number in totals.most_common())
    whole = totals.total()
    return Plot(
        title="Refused",
        now=f"{whole:,} in {count(len(days), 'day')}",
        drawn=bars(series, _labels(days), said=f"{count(whole, 'address', 'addresses')} refused: {causes or 'none'}"),
        keys=[(one.key, one.name) for one in series],
        table=_table(days, series),
    )


def paywalled(days: Sequence[date], found: Mapping[date, Day]) -> Plot:
    """The share of each day's articles that a paywall cut short."""
    shares = [found[day].teasers / found[day].articles if day in found else None for day in days]
    whole = sum(found[day].articles for day in days if day in found)
    part = sum(found[day].teasers for day in days if day in found)
    share = percent(part / whole if whole else None)
    series = [Series(key="teasers", name="behind a paywall", values=shares)]
    return Plot(
        title="Behind a paywall",
        now=f"{share} of all",
        drawn=lines(series, _labels(days), said=f"{share} of the articles are cut short by a paywall"),
        table=[("Day", "Share"), *((moment(day), percent(one)) for day, one in zip(days, shares, strict=True))],
    )


def health(days: Sequence[date], found: Mapping[date, CrawlDay]) -> Plot:
    """Of the pages of each day's crawls the share with text; of the texts those with title, date and author."""

    def shares(name: str) -> list[float | None]:
        return [_share(found.get(day), name) for day in days]

    return _shares("Health", shares, days, _labels(days))


def outlet_new(runs: Sequence[CrawlRow]) -> Plot:
    """New and revised articles, crawl by crawl; `runs` the first one first."""
    series = [
        Series(key="s-0", name="new", values=[run.new for run in runs]),
        Series(key="s-1", name="revised", values=[run.revised for run in runs]),
    ]
    usual = median(run.new for run in runs)
    said = f"{runs[-1].new:,} new, {usual:,.0f} are usual"
    keys = [(one.key, one.name) for one in series]
    drawn = bars(series, _moments(runs), said=said)
    return Plot(title="Articles", now=said, drawn=drawn, keys=keys, table=_table(_began(runs), series, "Crawl"))


def outlet_refused(runs: Sequence[CrawlRow]) -> Plot:
    """What was refused or could not be had, crawl by crawl."""
    series = [
        Series(key="s-2", name="refused", values=[run.refused for run in runs]),
        Series(key="s-3", name="failed", values=[run.failed for run in runs]),
    ]
    said = f"{runs[-1].refused + runs[-1].failed:,} the last time"
    keys = [(one.key, one.name) for one in series]
    drawn, table = bars(series, _moments(runs), said=said), _table(_began(runs), series, "Crawl")
    return Plot(title="Refused and failed", now=said, drawn=drawn, keys=keys, table=table)


def outlet_health(runs: Sequence[CrawlRow]) -> Plot:
    """The same shares as `health`, crawl by crawl."""

    def shares(name: str) -> list[float | None]:
        return [_share(run, name) for run in runs]

    return _shares("What pages have", shares, _began(runs), _moments(runs), "Crawl")


def _shares(title: str, shares: object, days: Sequence[date], labels: Sequence[str], head: str = "Day") -> Plot:
    assert callable(shares)
    series = [Series(key=f"s-{at}", name=name, values=shares(key)) for at, (key, name) in enumerate(STATED)]
    last = next((value for value in reversed(series[0].values) if value is not None), None)
    said = f"{percent(last)} with text"
    keys = [(one.key, one.name) for one in series]
    return Plot(
        title=title,
        now="no crawl yet" if last is None else said,
        drawn=lines(series, labels, said=said if last is not None else "no crawl yet"),
        keys=keys,
        table=_table(days, series, head, shares=True),
    )


def _share(one: CrawlDay | CrawlRow | None, name: str) -> float | None:
    if one is None:
        return None
    part, whole = (one.pages - one.refused, one.pages) if name == "text" else (getattr(one, name), one.texts)
    return part / whole if whole else None


def _table(
    days: Sequence[date], series: Sequence[Series], head: str = "Day", *, shares: bool = False
) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [(head, *(one.name for one in series))]
    for at, day in enumerate(days):
        cells = [one.values[at] for one in series]
        rows.append((moment(day), *(percent(cell) if shares else f"{cell or 0:,.0f}" for cell in cells)))
    return rows


def _labels(days: Sequence[date]) -> list[str]:
    return [f"{day.day} {day:%b}" for day in days]


def _began(runs: Sequence[CrawlRow]) -> list[date]:
    return [run.started_at for run in runs]


def _moments(runs: Sequence[CrawlRow]) -> list[str]:
    return [f"{run.started_at.day} {run.started_at:%b %H:%M}" for run in runs]

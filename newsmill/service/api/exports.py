"""Articles for other tools, as a stream: memory does not grow with their number."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from newsmill.service.api.asking import Meant
from newsmill.service.problems import Problem, documented
from newsmill.service.security.access import Reader
from newsmill.service.wiring import Wired
from storage import Exporting
from storage.exports import lines

router = APIRouter(tags=["exports"], responses=documented(401, 403, 422, 501))
TYPES = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {kind.partition(";")[0]: {} for kind in TYPES.values()}}}


@router.get("/export", summary="Export articles", response_class=StreamingResponse, responses=_STREAM)
def export(
    service: Wired,
    _: Reader,
    meant: Meant,
    form: Annotated[Literal["jsonl", "csv", "parquet"], Query(alias="format")] = "jsonl",
    names: Annotated[Literal["ours", "schema.org"], Query(description="Names of the fields in jsonl")] = "ours",
    after: Annotated[int, Query(ge=0, le=2**63 - 1, description="Only revisions after this one: see below")] = 0,
) -> StreamingResponse:
    """All articles that meet the conditions, in the order of their numbers, with the columns of docs/export.md.

    The header Newsmill-Until tells the newest revision that was taken into account: as `after` it gives the next export
    what is new or changed since.
    """
    if form == "parquet" and find_spec("pyarrow") is None:
        raise Problem(501, "pyarrow is not installed here: pip install 'newsmill[export]', or take jsonl or csv")
    exporting = Exporting(service.store, meant, settle=False)
    headers = {
        "Newsmill-Until": str(exporting.until),
        "Content-Disposition": f'attachment; filename="articles.{form}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_written(exporting, form, names, after), headers=headers, media_type=TYPES[form])


def _written(exporting: Exporting, form: str, names: str, after: int) -> Iterator[bytes]:
    if form == "parquet":
        from storage.exports import parquet

        yield from parquet.parts(exporting.pages(after))
        return
    if form == "csv":
        yield lines.csv_head().encode()
    for page in exporting.pages(after):
        if form == "csv":
            yield lines.as_csv(page).encode("utf-8", "backslashreplace")
        else:
            shape = lines.news_article if names == "schema.org" else lines.values
            yield lines.as_jsonl(page, shape).encode("utf-8", "backslashreplace")

"""The HTML pages of the service: what came in, search, an article with all that was left out of it, outlets, a try.

Rendered on the server by Jinja from `templates/`, with one style sheet and one small script of ours. `mount` puts them into
the application of `newsmill.service`. The first path of each page is in its module.
"""

from fastapi import FastAPI

from newsmill.pages import article, assets, frame, front, judging, outlets, problem, search, signing, trying


def mount(app: FastAPI) -> None:
    """Add the pages to the application, and have its errors shown as pages to browsers."""
    for module in (front, search, article, frame, judging, outlets, trying, signing, assets):
        app.include_router(module.router, include_in_schema=False)
    app.state.error_page = problem.error_page

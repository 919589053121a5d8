"""The Python examples of a page of the docs."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def cells(page: str) -> list[tuple[str, str]]:
    """The heading over each Python example of `docs/PAGE`, and the example."""
    found, heading = [], ""
    text = (DOCS / page).read_text(encoding="utf-8")
    for part in re.split(r"(```python\n.*?```)", text, flags=re.DOTALL):
        if part.startswith("```python"):
            found.append((heading, part.removeprefix("```python\n").removesuffix("```")))
        elif headings := re.findall(r"^## (.+)$", part, re.MULTILINE):
            heading = headings[-1]
    return found

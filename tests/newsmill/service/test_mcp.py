"""The tools for language models, asked by the SDK's own client over a process's standard input and output."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters

from storage.store import open_store
from tests.newsmill.conftest import STORY, STORY_URL
from tests.newsmill.service.test_reading import fill


def test_a_model_searches_reads_and_cleans(tmp_path: Path) -> None:
    """search finds, read gives the text and on demand what was left out, clean makes an article; errors say what is wrong."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    with open_store(url) as store:
        fill(store)
    answers = asyncio.run(_ask(url))
    assert answers["tools"] == ["clean", "read", "search"]
    found = answers["search"].structured_content["articles"]
    assert [one["id"] for one in found] == [6, 5] and "[wharfinger" in found[0]["snippet"]
    assert [one["id"] for one in answers["latest"].structured_content["articles"]] == [2, 6, 1, 4]
    read = answers["read"].structured_content
    assert read["url"] == "https://www.sample.example/6" and "wharfinger" in read["text"]
    assert [one["reason"] for one in read["removed"]] == ["share"]
    assert answers["clean"].structured_content["markdown"].startswith("# ")
    for name, said in (("none", "no article 99"), ("empty", "give a page"), ("words", "nothing to search for")):
        assert answers[name].is_error and said in answers[name].content[0].text


async def _ask(url: str) -> dict[str, Any]:
    command = StdioServerParameters(command=sys.executable, args=["-P", "-m", "newsmill", "mcp", "--db", url])
    async with Client(command) as client:
        tools = await client.list_tools()
        return {
            "tools": sorted(tool.name for tool in tools.tools),
            "search": await client.call_tool("search", {"query": "wharfinger", "limit": 2}),
            "latest": await client.call_tool("search", {"limit": 4}),
            "read": await client.call_tool("read", {"article": 6, "removed": True}),
            "clean": await client.call_tool("clean", {"page": STORY, "url": STORY_URL}),
            "none": await client.call_tool("read", {"article": 99}),
            "empty": await client.call_tool("clean", {}),
            "words": await client.call_tool("search", {"query": '"'}),
        }

"""Tells webhooks of new articles: signed, tried again for about a day, given up with a record.

The form is that of Standard Webhooks (https://www.standardwebhooks.com): `webhook-id`, `webhook-timestamp` and
`webhook-signature`, the HMAC-SHA-256 of ``ID.TIMESTAMP.BODY``.
"""

import asyncio
import base64
import hashlib
import hmac
import logging
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
import orjson

from crawler.network.addresses import is_metadata, is_public
from newsmill.stored import listed_as_dict
from storage.database import Database
from storage.listing import listed
from storage.reading import texts
from storage.service import webhooks
from storage.service.webhooks import Delivery, Webhook

log = logging.getLogger(__name__)
SECONDS = 15.0
"""How long the other side may take."""
AT_ONCE = 20
LEASE = timedelta(minutes=2)
GONE = 410
"""The other side wants no more of this; it is not tried again."""


class NotAllowedError(Exception):
    """The address is not one that may be told."""


class Telling:
    """Looks for new articles and delivers them. `private` allows addresses that are not public."""

    def __init__(self, database: Database, *, private: bool = False) -> None:
        self._database, self._private = database, private
        self._client = httpx2.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)

    async def tick(self) -> None:
        """One round. Raises StoreError where the database does not answer."""
        at = datetime.now(UTC)
        hooks = {hook.id: hook for hook in await self._read(webhooks.webhooks)}
        for hook in hooks.values():
            if hook.paused_at is None:
                await self._write(webhooks.look, hook, at)
        if hooks:
            taken: Sequence[Delivery] = await self._write(webhooks.take, at, LEASE, AT_ONCE)
            await asyncio.gather(
                *(self._deliver(one, hooks[one.webhook_id]) for one in taken if one.webhook_id in hooks)
            )

    async def end(self) -> None:
        """Let the connections go."""
        await self._client.aclose()

    async def _deliver(self, delivery: Delivery, hook: Webhook) -> None:
        status: int | None = None
        try:
            body = await self._body(delivery)
            if body is None:
                return
            status = await self._post(hook, delivery, body)
            trouble = "" if 200 <= status < 300 else f"it answered {status}"
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, NotAllowedError) as error:
            trouble = f"{type(error).__name__}: {error}"[:300]
        at = datetime.now(UTC)
        if not trouble:
            await self._write(webhooks.delivered, delivery, status, at)
        elif await self._give_up_or_wait(delivery, status, trouble, at):
            log.warning("webhook %d: article %d was given up: %s", hook.id, delivery.article_id, trouble)

    async def _give_up_or_wait(self, delivery: Delivery, status: int | None, trouble: str, at: datetime) -> bool:
        given_up: bool = await asyncio.to_thread(
            lambda: self._database.write(webhooks.failed, delivery, status, trouble, at, for_good=status == GONE)
        )
        return given_up

    async def _body(self, delivery: Delivery) -> bytes | None:
        """What is told; None where the article is gone meanwhile, and the delivery with it."""
        rows = await self._read(listed, [delivery.article_id])
        if not rows:
            return None
        text = (await self._read(texts, [delivery.article_id])).get(delivery.article_id, "")
        value = {"type": "article.new", "timestamp": delivery.created_at.isoformat()}
        return orjson.dumps({**value, "data": listed_as_dict(rows[0]) | {"text": text}})

    async def _post(self, hook: Webhook, delivery: Delivery, body: bytes) -> int:
        url = httpx2.URL(hook.url)
        host = await asyncio.to_thread(self._address, hook.url)
        # Connected to is the address that was looked at; the name goes along for TLS and Host.
        headers = {"Host": url.netloc.decode("ascii"), "Content-Type": "application/json", "User-Agent": "newsmill"}
        headers |= signed(hook.secret, f"msg_{delivery.id}", datetime.now(UTC), body)
        request = self._client.build_request(
            "POST", url.copy_with(host=host), content=body, headers=headers, extensions={"sni_hostname": url.host}
        )
        response = await self._client.send(request, stream=True)
        await response.aclose()  # nobody reads what it says
        return response.status_code

    def _address(self, url: str) -> str:
        """The IP address of an address's host. Raises `NotAllowedError` where it is not public, OSError where there is none."""
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        for *_, place in found:
            ip = str(place[0])
            if is_public(ip) or (self._private and not is_metadata(ip)):
                return ip
        raise NotAllowedError(f"{parts.hostname} is at no public address; webhook_private = true allows others")

    async def _read(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.to_thread(self._database.read, work, *arguments)

    async def _write(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.to_thread(self._database.write, work, *arguments)


def signed(secret: str, id_: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that say who sent a body, and when."""
    stamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{id_}.{stamp}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(mac).decode()}"
    return {"webhook-id": id_, "webhook-timestamp": stamp, "webhook-signature": signature}

"""Forms of our pages carry a token that other sites cannot know (CSRF): a signature over who was shown the form and when.

In a template: ``<input type="hidden" name="csrf" value="{{ csrf }}">`` with ``csrf = form_token(request, caller)``; in the
route: the dependency `Signed`, which gives the form. A script may send it as the header X-CSRF-Token.
"""

import hashlib
import hmac
import secrets
import time
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from newsmill.service.problems import Problem
from newsmill.service.security.access import Caller, Reader

FIELD, HEADER = "csrf", "x-csrf-token"
HOURS = 12
"""How long a form that was shown may be sent."""


class Forms:
    """Signs forms and knows its signatures; those of another process, or of one before a restart, it does not."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)

    def sign(self, caller: Caller, now: float | None = None) -> str:
        """A token for a form that this caller is shown."""
        at = int(time.time() if now is None else now)
        return f"{at}.{self._signature(caller, at)}"

    def check(self, caller: Caller, token: str, now: float | None = None) -> bool:
        """Whether the token was made for this caller, and not too long ago."""
        made, _, signature = token.partition(".")
        if not (made.isascii() and made.isdigit() and len(made) < 13):
            return False
        age = (time.time() if now is None else now) - int(made)
        right = hmac.compare_digest(signature.encode(), self._signature(caller, int(made)).encode())
        return right and -60 <= age <= HOURS * 3600

    def _signature(self, caller: Caller, at: int) -> str:
        what = f"{at}\0{caller.name or ''}".encode()
        return hmac.new(self._key, what, hashlib.sha256).hexdigest()


def form_token(request: Request, caller: Caller) -> str:
    """What a form has to carry."""
    forms: Forms = request.app.state.service.forms
    return forms.sign(caller)


async def signed_form(request: Request, caller: Reader) -> FormData:
    """The form that was sent. Raises `Problem` 403 where it is not signed."""
    form = await request.form()
    token = request.headers.get(HEADER) or form.get(FIELD)
    forms: Forms = request.app.state.service.forms
    if not isinstance(token, str) or not forms.check(caller, token):
        raise Problem(403, "this form is too old or not one of ours; load the page anew and send it again")
    return form


Signed = Annotated[FormData, Depends(signed_form)]

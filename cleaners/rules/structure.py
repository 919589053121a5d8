"""What the elements, roles, attributes and class names around a block say of it: the `[[structure]]` of generic.toml.

The rules come with the package, since the model was trained on what they find.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from cleaners.types import Reason


class Structure(BaseModel):
    """One rule. It fits an element by any of its tests, and then all that the element holds.

    `reason` is None for a fact that tells no reason but that the model weighs. `attributes` maps a name to a pattern
    that is searched in the value; `words` are patterns, one of which must match a whole part of a class name or id.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    reason: Reason | None = None
    elements: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    attributes: dict[str, re.Pattern[str]] = {}
    words: re.Pattern[str] | None = None

    @field_validator("words", mode="before")
    @classmethod
    def _one_of(cls, words: object) -> object:
        """The words as one expression."""
        return "|".join(words.split()) if isinstance(words, str) else words

    @model_validator(mode="after")
    def _tests_something(self) -> "Structure":
        if not (self.elements or self.roles or self.attributes or self.words):
            raise ValueError("give elements, roles, attributes or words")
        return self

    def described(self) -> str:
        """What it looks for, on one line."""
        parts = [*self.elements, *(f"[role={role}]" for role in self.roles)]
        tests = self.attributes.items()
        parts += [f"[{name}~={test.pattern}]" if test.pattern else f"[{name}]" for name, test in tests]
        return ", ".join(parts + ([f"class or id: {self.words.pattern}"] if self.words else []))


@cache
def package_structure() -> tuple[Structure, ...]:
    """The rules of the package, in order of precedence."""
    content = files("cleaners.rules").joinpath("generic.toml").read_text(encoding="utf-8")
    return tuple(Structure.model_validate(row) for row in tomllib.loads(content).get("structure", []))

"""The start-up check: `crawler`, `cleaners` and `storage` are common names, and only our own will do."""

from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("newsmill", "crawler", "cleaners", "storage")


class StartupError(Exception):
    """A package of newsmill is missing or is somebody else's. The message is one line: what, where, what to do."""


def check(home: Path | None = None) -> None:
    """Raise `StartupError` unless all four packages lie in `home`, by default the folder that holds this one."""
    home = home or Path(__file__).resolve().parent.parent
    for name in PACKAGES:
        found = _folder(find_spec(name))
        if found is None:
            raise StartupError(f"package {name!r} is missing beside {home / 'newsmill'}; install newsmill again")
        if found != home / name:
            raise StartupError(
                f"package {name!r} comes from {found}, not from {home}; "
                "give newsmill an environment of its own, or start it from another folder"
            )


def _folder(spec: ModuleSpec | None) -> Path | None:
    """The folder of a package, or the file of a plain module of that name; None where there is neither."""
    if spec is None:
        return None
    for place in spec.submodule_search_locations or ():
        return Path(place).resolve()
    return Path(spec.origin).resolve() if spec.origin else None

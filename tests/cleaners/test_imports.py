"""The packages of the cleaners depend on each other in one direction."""

import pkgutil
import subprocess
import sys

import pytest

import cleaners

PACKAGES = [module.name for module in pkgutil.walk_packages(cleaners.__path__, "cleaners.") if module.ispkg]


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_can_be_the_first_to_be_imported(package: str) -> None:
    """Whoever needs one part imports that part, whatever else it needs."""
    done = subprocess.run([sys.executable, "-c", f"import {package}"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

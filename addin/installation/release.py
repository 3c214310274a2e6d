"""What is installed: the add-in's file and what belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from addin.errors import UserError


@dataclass(frozen=True, slots=True)
class Release:
    """What is installed: the add-in's file, the scripts that macOS needs by name, and the versions they belong to."""

    version: str
    xlwings: str
    addin: bytes
    scripts: Mapping[str, bytes]


def build_release() -> Release:
    """The add-in of this version, built from its sources with the xlwings that is installed here.

    Raises UserError where Growthpole itself isn't installed: Excel's Python could not import it.
    """
    from addin.xlam.build import build_addin

    try:
        growthpole, xlwings = version("growthpole"), version("xlwings")
    except PackageNotFoundError as missing:
        raise UserError("{name} is not installed in this Python: run python3 install", name=missing.name) from None
    script = f"xlwings-{xlwings}.applescript"
    return Release(
        version=growthpole,
        xlwings=xlwings,
        addin=build_addin(),
        scripts={script: files("xlwings").joinpath(script).read_bytes()},
    )

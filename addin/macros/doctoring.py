"""Looking after the installation from within Excel."""

from addin.installation.doctor import examine
from addin.installation.places import places, this_system
from addin.macros.request import Request


def doctor(_request: Request) -> str:
    """Tell everything that the add-in needs, a line each with the remedy, as `growthpole addin doctor` does."""
    return "\n".join(map(str, examine(places(this_system()))))

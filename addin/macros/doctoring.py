"""Looking after the installation from within Excel."""

from addin.installation.doctor import examine
from addin.installation.places import places, this_system
from addin.livebook.alerts import show_alert
from addin.macros.request import MacroRequest


def doctor(request: MacroRequest) -> None:
    """Tell everything that the add-in needs, as `growthpole addin doctor` does; what is wrong comes first."""
    findings = sorted(examine(places(this_system())), key=lambda finding: finding.remedy is None)
    lines = [finding.told(request.language) for finding in findings]
    show_alert(request.book, lines, "critical" if findings[0].remedy else "info")

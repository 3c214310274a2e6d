"""Icons for the drawing of the tab, in the style of Excel's; each drawn with a pen in a square of 24 by 24."""

from collections.abc import Mapping
from typing import Final

ICONS: Final[Mapping[str, str]] = {
    "ranking": "M3 6h12M3 12h8M3 18h4M18 7v11M14.5 14.5 18 18l3.5-3.5",
    "trend": "M4 3v17h17M7.5 15l4-5 3.5 3 5-7.5",
    "localization": "M3 4.5h18v15H3zM3 9.5h18M9 4.5v15M15 9.5v10M9 14.5h12",
    "fill": "M4 4h16M12 8v12M7.5 15.5 12 20l4.5-4.5",
    "check": "M3 5h12M3 10h8M3 15h5M11.5 15.5l3.5 4 6-9",
    "batch": "M3 3h11v8H3zM7 11v5h11V8h-4M11 16v5h11v-8h-4",
    "new": "M5 3h9l5 5v13H5zM14 3v5h5M12 11v7M8.5 14.5h7",
    "audit": "M16 10a6.5 6.5 0 1 0-13 0a6.5 6.5 0 1 0 13 0M14.5 14.5 21 21M9.5 6.5v4M9.5 13v.2",
    "freeze": "M12 2.5v19M3.8 7.2l16.4 9.6M20.2 7.2 3.8 16.8M9.5 4.5 12 7l2.5-2.5M9.5 19.5 12 17l2.5 2.5",
    "rebind": "M9.5 14.5a4.2 4.2 0 0 0 6 0l4-4a4.2 4.2 0 0 0-6-6l-1.7 1.7"
    "M14.5 9.5a4.2 4.2 0 0 0-6 0l-4 4a4.2 4.2 0 0 0 6 6l1.7-1.7",
    "functions": "M12.5 4.5c-2-1.5-4-.3-4.4 2L6 19c-.4 2-2 3-3.8 1.8M5 10.5h6.5M13 12l7 8M20 12l-7 8",
    "doctor": "M2.5 12h5l2-5 4.5 11 2.5-6h5",
    "language": "M21 12a9 9 0 1 0-18 0a9 9 0 1 0 18 0M3 12h18M12 3c4 4.5 4 13.5 0 18M12 3c-4 4.5-4 13.5 0 18",
}

"""Write the golden contents anew: `python -m tests.golden`. Read the difference before it is committed."""

from tests.golden.cases import CASES

for case in CASES:
    case.golden.write_text(case.content(), encoding="utf-8")

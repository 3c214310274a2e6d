"""Whatever the input, a command ends with 0 or 1 and a line: a short run of the fuzzer.

From another seed each time, but where CI is set: a change is not to be judged by other cases than the one before it.
"""

import os
from random import SystemRandom
from time import monotonic

import pytest

from tests.fuzz.cases import case_of, run

SECONDS = 10.0


@pytest.mark.parametrize("share", range(2))
def test_no_input_ends_in_a_traceback_a_hang_or_half_a_file(share: int) -> None:
    seed = int(
        os.environ.get("GROWTHPOLE_FUZZ_SEED") or (2014 if "CI" in os.environ else SystemRandom().randrange(10**6))
    )
    end, number = monotonic() + SECONDS, share
    while monotonic() < end:
        case = case_of(seed, number)
        found = run(case)
        again = f"python -m tests.fuzz --seed {seed} --only {number}"
        assert found is None, f"{again}\n{found.fault}: {' '.join(case.arguments)[:300]}\n{found.details}"
        number += 2
    print(f"seed {seed}: {number // 2} cases")

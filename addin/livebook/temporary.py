"""A folder for what Excel and the code that works on files hand to each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone when the block ends; what a virus scanner still holds by then is left to the system."""
    with TemporaryDirectory(prefix="growthpole-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)

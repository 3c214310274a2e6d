"""What the ribbon starts: `run` with a macro's name, the language of messages, and a choice where a menu has one."""

from addin.macros.running import run

__all__ = ["run"]

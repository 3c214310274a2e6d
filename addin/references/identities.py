"""Identities for what is repeated: worked out from the original's, so that parts that mention them agree."""

from typing import Final
from uuid import NAMESPACE_OID, uuid5

SHAPE_PREFIX: Final = "_x0000_s"

_CLUSTER: Final = 1024
_CLUSTERS: Final = 1000


def shape_number(number: int, copy: int) -> int:
    """The number of a legacy shape's copy; copy 0 is the original.

    Excel numbers the shapes of a sheet in clusters of 1024 and gives each sheet clusters of its own; a copy is put into
    a cluster far beyond those.
    """
    cluster, place = divmod(number, _CLUSTER)
    return ((_CLUSTERS * cluster + copy) * _CLUSTER + place) if copy else number


def copied_shape(name: str, copy: int) -> str:
    """The name of a legacy shape's copy (`_x0000_s1025`); as it is where it has no number."""
    start, prefix, number = name.partition(SHAPE_PREFIX)
    return f"{start}{prefix}{shape_number(int(number), copy)}" if number.isdigit() else name


def shape_cluster(number: int) -> int:
    """The cluster that a shape's number belongs to."""
    return number // _CLUSTER


def identity(original: str, copy: int) -> str:
    """The GUID of a copy, in braces; copy 0 is the original."""
    return f"{{{uuid5(NAMESPACE_OID, f'{original.upper()} {copy}')}}}".upper() if copy else original

"""The template workbooks that come with Growthpole: `NAME.LANGUAGE.xlsx` in `workbooks/templates`."""

from dataclasses import dataclass
from importlib.resources import files

from addin.errors import UserError, nearest


@dataclass(frozen=True, slots=True)
class ShippedTemplate:
    """A template of ours: its name, and the languages it is drawn in."""

    name: str
    languages: tuple[str, ...]


def shipped_templates() -> tuple[ShippedTemplate, ...]:
    """Our templates by name."""
    languages: dict[str, list[str]] = {}
    for entry in files("workbooks").joinpath("templates").iterdir():
        name, _, rest = entry.name.partition(".")
        language, _, suffix = rest.partition(".")
        if suffix == "xlsx":
            languages.setdefault(name, []).append(language)
    return tuple(ShippedTemplate(name, tuple(sorted(languages[name]))) for name in sorted(languages))


def read_shipped(name: str, language: str = "en") -> bytes:
    """The file of one of our templates. Raises UserError with the nearest name, or the languages there are."""
    known = {template.name: template for template in shipped_templates()}
    if name not in known:
        raise UserError("there is no template {name}", nearest=nearest(name, known), name=name)
    if language not in known[name].languages:
        expected = ", ".join(known[name].languages)
        raise UserError(
            "{name} is drawn in {expected}; found {language}", name=name, expected=expected, language=language
        )
    return files("workbooks").joinpath("templates", f"{name}.{language}.xlsx").read_bytes()

"""Says again what an import found, from what was kept of it: the name of a sentence and its figures, and no name of anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from points.imports.gathering import alike
from points.imports.refusals import LineFault


def sentence(said: str, figures: Mapping[str, int], language: str) -> str:
    """The sentence of a fault; without what would need more than was kept, and never with a hole."""
    known = {one.__name__: one for one in _kinds(LineFault)}
    fault = known.get(said, LineFault)(**{name: value for name, value in figures.items() if name != "alike"})
    joint = "" if language == "zh" else " "
    told = _told(fault, language) if fault.zh else ""
    following = "" if "{" in fault.next_zh else fault.next_step(language)
    more = alike(figures["alike"])[language != "zh"] if "alike" in figures else ""
    return joint.join(part for part in (told, following, more) if part)


def _told(fault: LineFault, language: str) -> str:
    """What happened; nothing where all it would say was kept from the books: what kind it is stands beside it."""
    told, known = fault.message_as_known(language)
    return told if known or "{" not in (fault.zh if language == "zh" else fault.en) else ""


def _kinds(of: type[LineFault]) -> Iterator[type[LineFault]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)

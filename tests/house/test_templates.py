"""Templates that are imported without context: run once for all readers, so they say nothing by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from flask import Flask
from jinja2 import Environment, meta, nodes

from points.app.templating import FILTERS
from tests.house.files import ROOT, templates

#: what speaks the language of whoever reads, or asks who reads
SPEAKING = {"_", "gettext", "ngettext", "pgettext", "url_for", "menu_of", "get_flashed_messages"}
SPEAKING_FILTERS = {*FILTERS, "data", "dated", "due"}
#: what Jinja itself gives to everything in a template
OF_MACROS = {"caller", "varargs", "kwargs", "loop", "self", "super"}


def source(name: str) -> str:
    """The text of a template."""
    return (ROOT / "templates" / name).read_text(encoding="utf-8")


@cache
def trees() -> dict[str, nodes.Template]:
    """Every template, read."""
    env = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    names = [path.relative_to(ROOT / "templates").as_posix() for path in templates()]
    return {name: env.parse(source(name)) for name in names}


def parts(tree: nodes.Node) -> Iterator[tuple[str, bool]]:
    """The templates a template takes in, and whether with its context."""
    for one in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include)):
        if isinstance(one.template, nodes.Const):
            yield one.template.value, one.with_context


def run_once() -> set[str]:
    """The templates that are imported without context by any, or taken in by one of those."""
    found = {name for tree in trees().values() for name, context in parts(tree) if not context}
    while more := {name for one in found for name, _ in parts(trees()[one])} - found:
        found |= more
    return found


def outside_macros(node: nodes.Node) -> Iterator[nodes.Node]:
    """What is run when a template is imported: all but the bodies of its macros, and their defaults too."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Macro):
            continue
        yield child
        yield from outside_macros(child)


def said_at_the_top(tree: nodes.Node) -> set[str]:
    """What is said there, as line and name."""
    found = set()
    for one in outside_macros(tree):
        if isinstance(one, nodes.Call) and isinstance(one.node, nodes.Name) and one.node.name in SPEAKING:
            found.add(f"{one.lineno} {one.node.name}")
        if isinstance(one, nodes.Filter) and one.name in SPEAKING_FILTERS:
            found.add(f"{one.lineno} |{one.name}")
    return found


def test_there_are_templates_that_are_run_once() -> None:
    assert {
        "words/audit.html",
        "words/foundation.html",
        "shared/_phone.html",
        "shared/_office.html",
    } <= run_once()


def test_nothing_is_said_before_somebody_reads() -> None:
    assert {name: said for name in sorted(run_once()) if (said := said_at_the_top(trees()[name]))} == {}


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% set word = {'open': _('报名中')} %}", {"1 _"}),
        ("{% set words %}\n{% if true %}{{ pgettext('many', '次') }}{% endif %}{% endset %}", {"2 pgettext"}),
        ("{% trans %}报名中{% endtrans %}", {"1 gettext"}),
        ("{% set day = 8|points %}", {"1 |points"}),
        ("{% set word = later('报名中') %}{% macro say() %}{{ _('报名中') }}{% endmacro %}", set()),
    ],
)
def test_a_word_that_is_said_too_early_is_found(template: str, said: set[str]) -> None:
    tree = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(template)
    assert said_at_the_top(tree) == said


@pytest.mark.only_on("sqlite")
def test_macros_without_context_get_what_they_need_as_arguments(app: Flask) -> None:
    """They see the globals of all templates and nothing of the page."""
    env, known = app.jinja_env, {*app.jinja_env.globals, *OF_MACROS}
    missing = {}
    for name in sorted(run_once()):
        tree = env.parse(source(name))
        own = {one.name for one in tree.find_all(nodes.Name) if one.ctx != "load"}
        if lacking := meta.find_undeclared_variables(tree) - own - known:
            missing[name] = lacking
    assert missing == {}

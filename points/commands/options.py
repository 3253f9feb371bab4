"""Options that several commands have, with one name and one wording."""

from __future__ import annotations

import click

in_community = click.option(
    "--community", "number", type=int, help="The number of the community, where there are several."
)
in_language = click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", help="The language of the messages."
)
confirmed_by = click.option(
    "--confirmed-by",
    "confirmer",
    default="",
    help="The user name of a second person, who types their password here: what waits for one is done at once.",
)

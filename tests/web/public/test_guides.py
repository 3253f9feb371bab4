"""Help: who reads which guide, what a search finds, what a sheet says, and where a "no" leads."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from points.web import guides
from points.web.public.guides import OPEN
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

# pages over files; no row of a table is in them
pytestmark = pytest.mark.only_on("sqlite")


def test_anybody_reads_what_is_for_residents_and_signs_in_for_the_rest(
    street: Street, client: Visitor
) -> None:
    for name in OPEN:
        assert client.get(f"/help/{name}").status_code == 200
    for name in sorted(set(guides.NAMES) - set(OPEN)):
        answer = client.get(f"/help/{name}")
        assert (answer.status_code, answer.location) == (303, f"/sign-in?next=/help/{name}")
    shelf = client.get("/help").text
    assert "/help/faq" in shelf
    assert "/help/officer" not in shelf
    assert client.get("/help/nothing").status_code == 404


def test_every_guide_opens_and_prints_in_both_languages(
    street: Street, client: Visitor, language: str
) -> None:
    enter(client, "officer0")
    client.post("/language", data={"lang": language})
    for name in (*guides.NAMES, *guides.PAPERS):
        guide = guides.read(name, language)
        page = client.get(f"/help/{name}")
        assert page.status_code == 200, name
        assert all(f'id="{one.anchor}"' in page.text for one in guide.paragraphs)
        assert client.get(f"/help/{name}/print").status_code == 200


def test_a_search_finds_a_word_of_either_language_and_headings_first(street: Street, client: Visitor) -> None:
    enter(client, "officer0")
    found = client.get("/help?q=挂失").text
    assert "/help/officer#card-lost" in found
    hits = guides.search("锁住", "zh", guides.NAMES)
    assert hits[0].paragraph.anchor == "pin"
    assert "锁住" in hits[0].around + hits[0].paragraph.title
    # an English word while reading Chinese leads to the Chinese paragraph
    assert guides.search("stocktake sign", "zh", ("shop-manager",))[0].paragraph.title == "盘点"
    # pin is no part of overlapping
    assert "review" not in {one.paragraph.anchor for one in guides.search("pin", "en", ("officer",))}
    assert "没有找到“没有这样的词”" in client.get("/help?q=没有这样的词").text


def test_the_leaflet_says_whose_it_is_and_where_its_pages_are(street: Street, client: Visitor) -> None:
    enter(client, "officer0")
    sheet = client.get("/help/resident/print").text
    assert "锦溪社区" in sheet
    assert "data:image/svg+xml" in sheet
    assert "paper-guide-a5" in sheet


def test_a_guide_leads_to_others_and_never_out_of_the_house(street: Street, client: Visitor) -> None:
    enter(client, "officer0")
    page = client.get("/help/administrator").text
    assert 'href="/help/operations#when-something-is-wrong"' in page
    assert 'href="/help/commands"' in page
    assert 'href="/help/controls"' in page
    # a document that is no page of the product keeps its words alone
    paper = client.get("/help/operations").text
    assert "LEDGER.md" in paper
    assert 'href="LEDGER' not in paper


def test_a_picture_is_served_by_its_name_alone(street: Street, client: Visitor) -> None:
    [first, *_] = sorted(guides.PICTURES.glob("*.webp"))
    answer = client.get(f"/help/pictures/{first.name}")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert client.get("/help/pictures/none.webp").status_code == 404
    assert client.get("/help/pictures/..%2F..%2FREADME.md").status_code == 404


def test_a_copy_without_its_documents_has_no_help_and_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(guides, "DOCS", tmp_path)
    assert guides.read.__wrapped__("officer", "zh").paragraphs == ()


def test_every_page_says_how_it_is_used(street: Street, client: Visitor) -> None:
    enter(client, "officer0")
    assert 'href="/help/officer#rules"' in client.get("/desk/rules").text
    assert 'href="/help/officer#today"' in client.get("/desk/home").text
    client.post("/sign-out")
    enter(client, "supervisor4")
    assert 'href="/help/watch#today"' in client.get("/desk/home").text
    assert 'href="/help/watch#roles"' in client.get("/desk/roles").text
    client.post("/sign-out")
    enter(client, "tian")
    assert 'href="/help/resident#earn"' in client.get("/earn").text


def test_a_no_leads_to_its_paragraph(app: Flask, street: Street, client: Visitor) -> None:
    assert client.get("/help/why/pin_locked").location == "/help/faq#refused", "a resident reads of residents"
    enter(client, "leader1")
    assert client.get("/help/why/nobody_here").location == "/help/leader#closing"
    client.post("/sign-out")
    enter(client, "officer0")
    assert client.get("/help/why/pin_locked").location == "/help/officer#pin"
    assert client.get("/help/why/voucher_lapsed").location == "/help/clerk#refusals"
    assert client.get("/help/why/no-such-code").location == "/help/faq#system"
    assert "/help/" in client.get("/shop/goods/new").text
    refused = client.get("/oversight/trail").text
    assert "为什么？" in refused
    assert 'class="help"' not in refused, "of a page that is not there nothing else is said"

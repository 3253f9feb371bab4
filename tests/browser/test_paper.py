"""Every sheet that is printed, as a file: so many pages and none without rows, nothing cut, dates in words, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from points import people, shop, volunteering
from points.foundation import clock, paging, transact, wording
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from points.web import exporting
from tests.browser.test_looks import reads
from tests.support.chromium import enter
from tests.support.desk_day import MORNING, DeskDay
from tests.support.pdfs import Printed, printed
from tests.support.street import Street

# Paper does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

LANGUAGES = ("zh", "en")
A4, A5 = (210, 297), (148, 210)
ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
CHINESE_DAY = re.compile(r"\d+月(\d+日)?")
SIGNS = ".signs p, .signatures p"
#: what hangs over the edge of its paper, is cut off by its box, or is a number broken over two lines
WRONG = """() => {
  const root = document.querySelector("main"), edge = root.getBoundingClientRect().right + 1, found = [];
  for (const one of root.querySelectorAll("*")) {
    if (one.closest(".visually-hidden, svg")) continue;
    const box = one.getBoundingClientRect(), look = getComputedStyle(one);
    if (box.width && box.right > edge) found.push(`over the edge: ${one.textContent.trim().slice(0, 40)}`);
    if (look.overflow === "hidden" && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1))
      found.push(`cut: ${one.className} ${one.textContent.trim().slice(0, 40)}`);
    if (one.matches(".nowrap, .whole, .slip-code span") && one.getClientRects().length > 1)
      found.push(`broken: ${one.textContent}`);
  }
  return found;
}"""


class Desk(DeskDay):
    """The desk's morning with something to print on every kind of paper."""

    def __init__(self, day: DeskDay) -> None:
        super().__init__(**vars(day))
        street = self.street
        self.activity = self.held("社区环境清洁和河边步道、花坛、楼道的大扫除")
        transact(lambda: volunteering.approval.approve_activity(self.activity, actor=self.officers[0]))
        self.coming = self._plan("便民维修、义剪等技能服务", MORNING + timedelta(days=3))
        street.give(55, lapses_on=clock.today() + timedelta(days=40))
        for number in range(4):
            lapses = clock.today() + timedelta(days=50 + number)
            street.give(10 + number, lapses_on=lapses)
        transact(lambda: shop.vouchers.issue(50, request_key="a-voucher-of-5", actor=street.resident))
        self.tian = self.public_id_of("田桂兰")

    def neighbours_until(self, number: int) -> None:
        """So many people of 锦溪 in all, each in a household."""

        def work() -> None:
            wanted, first = people.search.PeopleFilter(), paging.PageAsked(limit=1, most=10**4)
            known = people.search.page(self.officers[0], wanted, first).total
            for one in range(known, number):
                home = people.households.add(f"2{one:02}", actor=self.street.system)
                people.residents.register(
                    f"邻居{one}", actor=self.street.system, household_id=home, door=f"{one + 1}栋1单元101"
                )

        transact(work)


@pytest.fixture
def papers(desk_day: DeskDay) -> Iterator[Desk]:
    """The desk's morning with something to print on every kind of paper."""
    yield Desk(desk_day)
    clock.reset()


@dataclass
class Sold:
    """Receipts of the resident's: one that stands, one that was taken back."""

    stands: str
    undone: str


@pytest.fixture
def sold(street: Street) -> Sold:
    """A day's trade, by the real clock as the street was built."""

    def sale(scan: str) -> str:
        at = Sale(street.shop_id, scan, "payer")
        payer = Payer(street.purse, street.resident.person_id, "card_pin")
        done = transact(lambda: redeem(payer, [("G06", 2), ("G07", 1)], sale=at, actor=street.clerk))
        return transact(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id)).receipt

    transact(lambda: shop.vouchers.issue(50, request_key="a-voucher-of-5", actor=street.resident))
    found = Sold(sale("a-scan-of-a-card"), sale("another-scan"))
    transact(lambda: shop.undo.ask(found.undone, reason="拿错了货", actor=street.clerk))
    transact(lambda: shop.undo.confirm(found.undone, actor=street.staff["shop_manager"]))
    return found


class Walk:
    """One reader's walk over the sheets, in one language; what is wrong is gathered with its address."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.wrong: list[str] = []

    def opens(self, path: str, *pages: int, size: tuple[float, float] = A4, signs: int = 0) -> Printed:
        """Open a sheet by its address, and look at it as paper."""
        self.page.goto(path)
        return self.sees(path, *pages, size=size, signs=signs)

    def sees(
        self, name: str, *pages: int, size: tuple[float, float] = A4, signs: int = 0, when: bool = True
    ) -> Printed:
        """Look at what is open as paper: so many pages of this size, so many lines to sign on."""
        page = self.page
        page.emulate_media(media="print")
        page.set_viewport_size(
            {"width": round((size[0] - (20 if size == A5 else 30)) * 96 / 25.4), "height": 900}
        )
        found = printed(page)
        said = page.locator("main").inner_text()
        self.wrong += [f"{name} {self.language}: {one}" for one in page.evaluate(WRONG)]
        page.emulate_media(media="null")
        self._expect(name, "pages", len(found.sheets), pages[0] if pages else 1)
        for width, height in found.sheets:
            self._expect(name, "width", round(width), size[0])
            self._expect(name, "height", round(height), size[1])
        self._expect(name, "signatures", page.locator(SIGNS).count(), signs)
        self._expect(name, "ISO dates", ISO.findall(said), [])
        if self.language == "en":
            self._expect(name, "Chinese dates", CHINESE_DAY.findall(said), [])
        if when:
            today = wording.full_day(clock.today(), self.language)
            self._expect(name, "says when it was printed", today in said, True)
        self._expect(name, "torn rows", found.torn, 0)
        for number in range(len(found.sheets)) if len(found.sheets) > 1 and any(found.cells) else ():
            self._expect(name, f"rows on page {number + 1}", bool(found.cells[number]), True)
            wanted = bool(found.heads[number]) or page.locator("thead").count() > 1
            self._expect(name, f"heads on page {number + 1}", wanted, True)
        return found

    def _expect(self, name: str, what: str, found: object, wanted: object) -> None:
        if found != wanted:
            self.wrong.append(f"{name} {self.language}: {what} {found}, not {wanted}")


def test_what_the_desk_prints_fits_its_paper(papers: Desk, desk: Page, language: str) -> None:
    reads(desk, language)
    enter(desk, "yaomin")
    walk = Walk(desk, language)
    walk.opens("/desk/people?print=1", 1 if language == "zh" else 2, signs=2)
    walk.opens("/desk/activities?print=1", signs=3)
    walk.opens(f"/desk/review/{papers.activity}?print=decided", signs=2)
    walk.opens(f"/desk/review/{papers.coming}?print=sheet", signs=2)
    walk.opens(f"/desk/people/{papers.tian}/statement?print=1", signs=3)
    walk.opens(f"/desk/people/{papers.tian}/balance", size=A5, signs=2)
    assert walk.wrong == []


def test_cards_and_slips_are_printed_four_to_a_sheet(papers: Desk, desk: Page) -> None:
    """Behind the cards come as many sheets of their PINs, to be folded over."""
    papers.neighbours_until(40)
    for number, language in enumerate(LANGUAGES):
        reads(desk, language)
        enter(desk, "yaomin")
        walk = Walk(desk, language)
        for button, sheet, pages in (("slips", ".slip", 2), ("cards", ".card-pair", 4)):
            desk.goto("/desk/people?household=")
            boxes = desk.locator("tr:has-text('邻居') .tick-box")
            for one in range(5):
                boxes.nth(5 * number + one).check()
            desk.locator(
                f"[formaction$='/{button}'], #cards[action$='/{button}'] button:not([formaction])"
            ).click()
            expect(desk.locator(sheet)).to_have_count(5)
            walk.sees(button, pages, when=False)
            desk.reload()
            assert desk.url.endswith("/desk/people"), "what is printed once is not printed by loading again"
        assert walk.wrong == []


def test_no_sheet_has_signatures_alone(papers: Desk, desk: Page) -> None:
    reads(desk, "zh")
    enter(desk, "yaomin")
    walk = Walk(desk, "zh")
    full, last = exporting.OF_A_SHEET["zh"], exporting.OF_THE_LAST["zh"]
    for number, pages in ((last, 1), (last + 1, 2), (full, 2), (full + 1, 2), (full + last, 2)):
        papers.neighbours_until(number)
        found = walk.opens("/desk/people?print=1", pages, signs=2)
        assert found.cells[-1], "rows stand above the signatures"
    assert walk.wrong == []


def test_the_books_are_signed_under_what_they_say(sold: Sold, desk: Page, language: str) -> None:
    reads(desk, language)
    enter(desk, "supervisor4")
    desk.goto("/oversight")
    desk.locator("form[action$='/oversight/check'] button").click()
    walk = Walk(desk, language)
    # rules that do not hold take room; what the shop can pay then moves on with the signatures, whole
    walk.opens("/oversight/print", 2, signs=3)
    walk.opens("/oversight/trail?print=1&kind=all", len(_sheets(desk)), signs=2)
    assert walk.wrong == []


def _sheets(page: Page) -> list[tuple[float, float]]:
    page.goto("/oversight/trail?print=1&kind=all")
    return printed(page).sheets


def test_receipts_and_vouchers_are_as_long_as_their_text(sold: Sold, desk: Page, language: str) -> None:
    for roll in (58, 80):
        reads(desk, language)
        enter(desk, "clerk2")
        heights = [
            _slip(desk, f"/counter/receipts/{one}?width={roll}", roll) for one in (sold.stands, sold.undone)
        ]
        assert heights[1] > heights[0], "what was taken back says more"
        assert desk.locator(".slip s").count() >= 8
    reads(desk, language)
    enter(desk, "tian")
    desk.goto("/vouchers")
    voucher = desk.locator("a[href*='/vouchers/v']").first.get_attribute("href")
    for roll in (58, 80):
        _slip(desk, f"{voucher}/print?width={roll}", roll)
    walk = Walk(desk, language)
    walk.opens("/print/balance", size=A5)
    assert walk.wrong == []


def test_a_balance_that_names_every_way_to_the_points_is_one_sheet(
    sold: Sold, street: Street, desk: Page, language: str
) -> None:
    person, officer = street.resident.person_id, street.staff["officer"]
    assert person is not None
    for _ in range(4):
        transact(lambda: people.cards.issue(person, kind="household", actor=officer))
    for number in range(6):
        transact(
            lambda number=number: shop.vouchers.issue(
                10, request_key=f"lines-{number}", actor=street.resident
            )
        )
    reads(desk, language)
    enter(desk, "tian")
    walk = Walk(desk, language)
    walk.opens("/print/balance", size=A5)
    assert walk.wrong == []


def test_the_counter_prints_a_receipt_as_long_as_its_text(sold: Sold, desk: Page) -> None:
    reads(desk, "zh")
    enter(desk, "clerk2")
    desk.add_init_script("window.print = () => { document.title = 'printed'; }")
    desk.goto("/counter?width=80")
    desk.locator("[data-do='print-last']").click()
    expect(desk).to_have_title("printed")
    [(width, height)] = printed(desk).sheets
    assert round(width) == 80
    assert 60 < height < 130


def _slip(page: Page, path: str, roll: int) -> float:
    """Open a slip and print it: one sheet as wide as the roll, a few blank millimetres below the text."""
    page.goto(path)
    [(width, height)] = printed(page).sheets
    assert round(width) == roll
    page.emulate_media(media="print")
    text = page.evaluate("document.querySelector('.slip').getBoundingClientRect().height") * 25.4 / 96
    said, wrong = page.locator(".slip").inner_text(), page.evaluate(WRONG)
    page.emulate_media(media="null")
    assert 2 <= height - text <= 6, (path, height, text)
    assert wrong == []
    assert not ISO.search(said)
    return height

"""Reading aloud: offered where there is a voice, stopped by the same button, silent nowhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.test_looks import reads
from tests.support.books import sell, voucher
from tests.support.chromium import enter
from tests.support.street import Street

pytestmark = pytest.mark.only_on("sqlite")

#: a phone's speech as far as pages use it; what is said is kept, and ends when the test says so
SPEECH = """(() => {
  const state = { voices: VOICES, said: [], cancelled: 0 };
  window.spoken = state;
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => state.voices,
    speak: (words) => state.said.push(words),
    cancel: () => { state.cancelled += 1; },
    addEventListener: (_, tell) => { state.tell = tell; },
  } });
})()"""
CHINESE = "[{ lang: 'zh-CN' }]"


def story(page: Page, street: Street, voices: str) -> None:
    """The newest line of the statement, opened, on a phone with these voices."""
    sell(street, voucher(street, 250), [("G02", 1)])
    page.add_init_script(SPEECH.replace("VOICES", voices))
    reads(page, "zh")
    enter(page, "tian")
    page.goto("/statement")
    page.locator("details.line summary").first.click()


def test_a_phone_without_a_chinese_voice_offers_none_until_one_comes(street: Street, phone: Page) -> None:
    story(phone, street, "[{ lang: 'en-US' }]")
    button = phone.locator("details[open] [data-say]")
    assert button.is_hidden()
    phone.evaluate("() => { spoken.voices = [{ lang: 'zh_CN' }]; spoken.tell(); }")
    assert button.is_visible()


def test_while_it_speaks_the_button_stops_it(street: Street, phone: Page) -> None:
    story(phone, street, CHINESE)
    button = phone.locator("details[open] [data-say]")
    button.click()
    assert button.inner_text() == "停"
    assert "兑换" in phone.evaluate("spoken.said[0].text")
    button.click()
    assert button.inner_text() == "念给我听"
    assert phone.evaluate("spoken.said.length") == 1
    button.click()
    phone.evaluate("spoken.said[1].onend()")
    assert button.inner_text() == "念给我听"

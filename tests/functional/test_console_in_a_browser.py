"""The review console in a real Chromium, by keyboard and on a phone; skipped where there is no Chromium."""

import shutil
import threading

import pytest
from selenium import webdriver
from selenium.webdriver import Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of, url_contains
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browsing import PASSWORD, add_moderator

SECONDS = 20
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
RULES = "Beleidigungen und Schimpfwörter sind nicht erlaubt. Werbung wird gelöscht."
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 8
pytestmark = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="needs chromium and chromedriver"
)


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.binary_location = shutil.which("chromium")
    options.add_experimental_option("prefs", {"intl.accept_languages": "de"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def address(app):
    with make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def site(publisher):
    publisher.ask("PUT", "/policy", {"text": RULES})
    for number, text in enumerate(("Schade um das Geld.", f"Warum {LONG_WORD}?")):
        publisher.ask("PUT", f"/comments/c{number}", {"text": text, "article_id": "?", "author_name": "Ada"})
    return publisher.name


@pytest.fixture
def console(app, chromium, address, site):
    """The browser, logged in by keyboard alone, at the site's queue."""
    chromium.set_window_size(1100, 900)
    chromium.delete_all_cookies()
    chromium.get(f"{address}/review/login")
    chromium.find_element(By.NAME, "name").send_keys(add_moderator(app, f"Eva {site}", site))
    chromium.find_element(By.NAME, "password").send_keys(PASSWORD, Keys.ENTER)
    WebDriverWait(chromium, SECONDS).until(lambda driver: not driver.current_url.endswith("/login"))
    chromium.get(f"{address}/review/sites/{site}/")
    return chromium


def shown(driver):
    return driver.find_element(By.TAG_NAME, "body").text


def test_a_comment_is_refused_by_keyboard_alone(console, publisher):
    assert "2 Kommentare warten" in shown(console)
    clause = console.find_element(By.CSS_SELECTOR, "form.verdict select")
    clause.send_keys("Beleid", Keys.TAB)
    console.switch_to.active_element.send_keys("zu hart", Keys.TAB)
    console.switch_to.active_element.send_keys(Keys.TAB)
    refuse = console.switch_to.active_element
    assert refuse.text == "Ablehnen"
    refuse.send_keys(Keys.ENTER)
    WebDriverWait(console, SECONDS).until(staleness_of(refuse))

    assert "1 Kommentar wartet" in shown(console)
    review = publisher.ask("GET", "/comments/c0").json["review"]
    assert (review["outcome"], review["categories"], review["note"]) == ("reject", ["insult"], "zu hart")


@pytest.mark.parametrize("page", ["", "latest", "policy", "articles", "comment?id=c1"])
def test_no_page_is_wider_than_a_phone_and_none_is_refused_by_its_own_policy(console, address, site, page):
    console.get_log("browser")
    console.set_window_size(360, 740)

    console.get(f"{address}/review/sites/{site}/{page}")

    width, window = console.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= window
    assert [entry["message"] for entry in console.get_log("browser") if "favicon" not in entry["message"]] == []


def test_every_control_has_a_name_and_the_page_a_language(console):
    unnamed = console.execute_script(
        "return [...document.querySelectorAll('input:not([type=hidden]),select,textarea,button,a')]"
        ".filter(e => !(e.labels && e.labels.length) && !e.textContent.trim() && !e.getAttribute('aria-label'))"
        ".map(e => e.outerHTML)"
    )

    assert unnamed == []
    assert console.find_element(By.TAG_NAME, "html").get_attribute("lang") == "de"


def test_logging_out_closes_the_queue(console, address, site):
    console.find_element(By.CSS_SELECTOR, "form[action$=logout] button").send_keys(Keys.ENTER)
    WebDriverWait(console, SECONDS).until(url_contains("/login"))

    console.get(f"{address}/review/sites/{site}/")

    assert "/review/login?next=" in console.current_url

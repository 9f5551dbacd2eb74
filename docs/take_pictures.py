"""Takes the pictures that README and the guides show, from a running demo, so that they stay true."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
FOLDER = DOCS / "pictures"  # the README's
GUIDES = DOCS.parent / "static" / "guides"  # the help pages show them too
PHONE, DESK = (390, 844), (1280, 900)
# name, who looks (None: a stranger), address, size
PICTURES = (
    ("home", None, "/", DESK),
    ("home-phone", None, "/", PHONE),
    ("survey-start-phone", None, "/survey/open/", PHONE),
    ("national", None, "/national/", DESK),
    ("national-phone", None, "/national/", PHONE),
    ("council", None, "/councils/south-lanarkshire/", DESK),
    ("today-phone", "south-lanarkshire", "/branches/", PHONE),
    ("meeting-phone", "south-lanarkshire", "/branches/meetings/new/", PHONE),
    ("staff-today", "staff", "/branches/", DESK),
    ("release", "staff", "/releases/", DESK),
    ("grid", "staff", "/national/grid/", DESK),
)
GUIDE_PICTURES = (
    ("survey-start", None, "/survey/open/", PHONE),
    ("today", "south-lanarkshire", "/branches/", PHONE),
    ("national", "staff", "/national/", DESK),
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main(site: str) -> None:
    wanted = [(FOLDER, one) for one in PICTURES] + [(GUIDES, one) for one in GUIDE_PICTURES]
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        for folder, (name, who, address, (width, height)) in wanted:
            folder.mkdir(exist_ok=True)
            page = browser.new_context(viewport={"width": width, "height": height}).new_page()
            if who:
                page.goto(f"{site}/")
                page.locator(f"form:has(input[value='{who}']) button").first.click()
            page.goto(f"{site}{address}", wait_until="networkidle")
            page.screenshot(path=folder / f"{name}.png")
            page.context.close()
            print(folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))

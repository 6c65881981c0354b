"""Which Chromium the tests use; as a program, whether there is one: `python -m tests.browser.chromium`."""

from __future__ import annotations

import os
import shutil
import sys

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = (
    "There is no Chromium: `apt-get install chromium`, or `playwright install chromium`, "
    "or name its program in INTERVIEW_BROWSER."
)


def launched(driver):
    """INTERVIEW_BROWSER, one of the programs on PATH, or the one that Playwright installed.

    Raises playwright's Error where there is none.
    """
    named = os.environ.get("INTERVIEW_BROWSER")
    program = named or next(filter(None, map(shutil.which, PROGRAMS)), None)
    # Root has no sandbox for it, nor has a container; the pages are our own.
    return driver.chromium.launch(executable_path=program, args=["--no-sandbox"])


def main():
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as driver:
        try:
            found = launched(driver)
        except Error as error:
            sys.exit(f"{NONE}\n{error}")
        print("Chromium", found.version)
        found.close()


if __name__ == "__main__":
    main()

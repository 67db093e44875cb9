"""Drives a Chromium without a window through its debugging pipe: a page is opened, its keys pressed, what it saves is kept.

Nothing is installed for it: commands are lines of JSON on two pipes. Where there is no Chromium, what needs it is skipped.
"""

import contextlib
import json
import os
import shutil
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-pipe",
)
KEYS = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowDown": 40, "ArrowUp": 38}
PATIENCE = 20  # seconds until something that should happen has not


class Browser:
    """A browser and the page that it has open; `events` is what the page has told so far."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = os.fdopen(read, "rb"), os.fdopen(write, "wb")
        self._number, self._session, self._target, self.events = 0, None, None, []

    def ask(self, method: str, **parameters: object) -> dict:
        """Give one command and return its answer; what the page tells meanwhile is kept."""
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        self._write.write(json.dumps({"id": self._number, "method": method, "params": parameters, **session}).encode() + b"\0")
        self._write.flush()
        while True:
            told = self._next()
            if told.get("id") == self._number:
                assert "error" not in told, (method, told["error"])
                return told["result"]
            self.events.append(told)

    def _next(self) -> dict:
        text = bytearray()
        while (sign := self._read.read(1)) != b"\0":
            assert sign, "the browser has ended"
            text += sign
        return json.loads(text)

    def open(self, address: str, width: int = 1280, height: int = 900) -> None:
        """Open an address in a page of a size, in place of the one that is open, and wait until it stands."""
        self._session, before = None, self._target
        self._target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        if before:
            self.ask("Target.closeTarget", targetId=before)
        self._session = self.ask("Target.attachToTarget", targetId=self._target, flatten=True)["sessionId"]
        self.events = []
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.ask("Page.navigate", url=address)
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")

    def value(self, expression: str) -> object:
        """Return what an expression in the page gives; raise AssertionError with what it throws."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait_for(self, expression: str) -> None:
        """Wait until an expression in the page is true."""
        until = time.monotonic() + PATIENCE
        while not self.value(expression):
            assert time.monotonic() < until, f"never: {expression}"
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, as a person does."""
        for key in keys:
            held = {"key": key, "windowsVirtualKeyCode": KEYS.get(key, ord(key[0].upper())), "code": key}
            text = {"text": {"Enter": "\r"}.get(key, key)} if len(key) == 1 or key == "Enter" else {}
            self.ask("Input.dispatchKeyEvent", type="keyDown", **held, **text)
            self.ask("Input.dispatchKeyEvent", type="keyUp", **held)

    def type(self, text: str) -> None:
        """Type a text where the cursor is."""
        self.ask("Input.insertText", text=text)

    def picture(self, path: Path) -> None:
        """Write what is seen."""
        path.write_bytes(b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def print(self, path: Path) -> None:
        """Write the page as it is printed."""
        path.write_bytes(b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]))

    def complaints(self) -> list[str]:
        """Return what the browser complains of: errors of the script, refusals by the page's own policy."""
        kinds = {"Runtime.exceptionThrown", "Log.entryAdded"}
        return [json.dumps(told["params"])[:400] for told in self.events if told.get("method") in kinds]

    def requests(self) -> list[str]:
        """Return every address that was asked for."""
        return [told["params"]["request"]["url"] for told in self.events if told.get("method") == "Network.requestWillBeSent"]


@contextlib.contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """Yield a browser whose profile and downloads lie in a folder; it ends with the block."""
    (to_browser, write), (read, from_browser) = os.pipe(), os.pipe()
    moved = 'exec "$@" 3<&0 4>&1 0</dev/null 1>/dev/null'  # the browser reads its third file and writes its fourth
    command = ["sh", "-c", moved, "sh", CHROMIUM, *OPTIONS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    process = subprocess.Popen(command, stdin=to_browser, stdout=from_browser, stderr=subprocess.DEVNULL)
    os.close(to_browser), os.close(from_browser)
    try:
        browser = Browser(read, write)
        downloads = folder / "downloads"
        downloads.mkdir(exist_ok=True)
        browser.ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads), eventsEnabled=True)
        yield browser
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)

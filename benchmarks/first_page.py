"""The first page of the chat on a slow line: how much travels, and after how long it can be used.

`python -m benchmarks.first_page` serves the page and opens it with Chromium, held to 400 kbit/s and 400 ms a request
as its developer tools do it (slow 3G and the like), from an empty cache.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.conftest import ARGUMENTS, chromium

RESULTS = Path(__file__).parent / "results.json"
BYTES_A_SECOND = 400_000 / 8
LATENCY_MS = 400
RUNS = 7
LINE = {
    "offline": False,
    "latency": LATENCY_MS,
    "downloadThroughput": BYTES_A_SECOND,
    "uploadThroughput": BYTES_A_SECOND,
}
TIMES = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const files = performance.getEntriesByType("resource");
  return {
    shown_ms: paint.startTime,
    usable_ms: Math.max(paint.startTime, page.domInteractive),
    complete_ms: page.loadEventEnd,
    sent_bytes: [page, ...files].reduce((sum, each) => sum + each.encodedBodySize, 0),
    unpacked_bytes: [page, ...files].reduce((sum, each) => sum + each.decodedBodySize, 0),
  };
}"""


def main() -> None:
    """Measure, print and keep the figures."""
    path = chromium()
    if path is None:
        sys.exit("no Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server, address = _serve(folder)
        try:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            runs = [_opened(browser, address) for _ in range(RUNS)]
            browser.close()
        finally:
            server.terminate()
            server.wait()
    figures = {name: round(statistics.median(run[name] for run in runs)) for name in runs[0]}
    figures |= {"kbit_s": 400, "latency_ms": LATENCY_MS, "runs": RUNS, "when": datetime.now(UTC).date().isoformat()}
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    kept["first_page"] = {"cpu": platform.processor() or platform.machine(), "cores": os.cpu_count(), **figures}
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(kept["first_page"], indent=2))


def _serve(folder: str) -> tuple[subprocess.Popen[bytes], str]:
    port = "18080"
    settings = {"TONGXING_VAR_DIR": folder, "TONGXING_NLU_URL": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "bot.cli.main", "serve", "--port", port]
    server = subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(address + "/healthz", timeout=1)
        except OSError:
            time.sleep(0.1)
        else:
            return server, address
    server.terminate()
    sys.exit("the service did not start")


def _opened(browser: Browser, address: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(300)  # so that the end of loading is noted
    times: dict[str, Any] = page.evaluate(TIMES)
    context.close()
    return times


if __name__ == "__main__":
    main()

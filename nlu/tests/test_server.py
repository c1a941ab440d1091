"""Rasa's server with the trained model: readiness, an answer, memory, and logs without texts."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tongxing_nlu import paths

SECRET = "我叫秘密不可记录，公司120人，残保金怎么算"


@dataclass
class Served:
    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def ask(self, text: str) -> dict:
        request = urllib.request.Request(
            f"{self.address}/model/parse", json.dumps({"text": text}).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)


@pytest.fixture(scope="module")
def served(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "tongxing_nlu.server", "--port", str(port)],
            cwd=paths.PROJECT,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
        served = Served(f"http://127.0.0.1:{port}", process, log)
        try:
            _wait(served)
            yield served
        finally:
            process.terminate()
            process.wait(15)


def _wait(served: Served) -> None:
    for _ in range(600):
        assert served.process.poll() is None, served.log.read_text()
        try:
            with urllib.request.urlopen(f"{served.address}/status", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(served.log.read_text())


def test_reads_topic_ranking_and_entities(served: Served) -> None:
    answer = served.ask(SECRET)
    assert answer["intent"]["name"] == "levy"
    assert answer["intent"]["confidence"] > 0.9
    assert len(answer["intent_ranking"]) >= 5
    assert {"entity": "head_count", "value": "120", "start": 11, "end": 15}.items() <= answer["entities"][1].items()


def test_an_empty_text_is_out_of_scope(served: Served) -> None:
    assert served.ask("  ")["intent"]["name"] == "out_of_scope"


def test_the_log_holds_no_text(served: Served) -> None:
    served.ask(SECRET)
    assert "秘密" not in served.log.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, which only Linux has")
def test_memory_stays_small(served: Served) -> None:
    served.ask(SECRET)
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    assert kilobytes < 700 * 1024


def test_a_missing_model_is_named_and_not_replaced_by_another() -> None:
    command = [sys.executable, "-m", "tongxing_nlu.server", "--port", "1", "--model", "models/none.tar.gz"]
    done = subprocess.run(command, cwd=paths.PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "models/none.tar.gz" in done.stderr

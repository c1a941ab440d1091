from __future__ import annotations

from pathlib import Path

import pytest

from bot.interpreters.local_nlu import LocalNlu, answers, free_port
from bot.settings import Settings


async def test_without_a_model_there_is_a_reason_and_no_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "pyproject.toml").write_text("not toml [", encoding="utf-8")
    settings = Settings(var_dir=tmp_path / "var", nlu_dir=tmp_path / "nlu")
    async with LocalNlu(settings).at_hand() as address:
        assert address == ""
    assert "只能按关键词回答" in capsys.readouterr().err


async def test_a_configured_server_is_taken_as_it_is(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, nlu_url="http://nlu:5005")
    async with LocalNlu(settings).at_hand() as address:
        assert address == "http://nlu:5005"


async def test_nobody_answers_where_nobody_listens() -> None:
    assert not await answers(f"http://127.0.0.1:{free_port()}")

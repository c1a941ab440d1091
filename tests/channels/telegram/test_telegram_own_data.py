"""The copy of one's own data comes as two files."""

from __future__ import annotations

from tests.builders import SmallService
from tests.channels.telegram.running import running
from tests.fakes.telegram_server import FakeTelegram


async def test_the_copy_comes_as_files_after_the_answer(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        user.says("砚山县")
        await user.replies(2)
        user.says("我的资料")
        shown = await user.reply()
        assert "砚山县" in shown.text
        user.presses("下载一份")
        answer, text, plain = await user.replies(3)
        assert "收好" in answer.text and answer.buttons
        assert text.text.startswith("[my-data.txt]") and "砚山县" in text.text
        assert plain.text.startswith("[my-data.json]") and '"region": "532622"' in plain.text


async def test_a_file_that_did_not_get_through_is_sent_again(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        user.says("我的资料")
        await user.replies(2)
        telegram.fail("sendDocument", "broken")
        user.presses("下载一份")
        _, text, plain = await user.replies(3)
        assert (text.text[:13], plain.text[:14]) == ("[my-data.txt]", "[my-data.json]")

"""Entry point of `tongxing`: exit 0 on success, 2 on a usage error, 1 on any other failure."""

from __future__ import annotations

import sys

import typer

from bot.catalog.problems import CatalogueError
from bot.cli import (
    ask,
    broadcast,
    chat,
    content,
    database,
    eligibility,
    export_,
    find_people,
    handoffs,
    import_,
    jobs,
    levy,
    nlu,
    policies,
    records,
    schedule,
    scheduler,
    screen_people,
    serve,
    staff,
    telegram_webhook,
    worker,
)
from bot.cli.failure import Failure
from bot.logs import configure_logging
from bot.secret_keys import MissingKeysError
from bot.storage.encryption import UnreadableError

app = typer.Typer(
    name="tongxing",
    help="同行：残疾人就业政策助手。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("serve")(serve.serve)
app.command("scheduler")(scheduler.scheduler)
app.command("telegram-webhook")(telegram_webhook.telegram_webhook)
app.command("ask")(ask.ask)
app.command("eligibility")(eligibility.eligibility)
app.command("screen")(screen_people.screen)
app.command("chat")(chat.chat)
app.command("levy")(levy.levy)
app.command("worker")(worker.worker)
app.command("find-people")(find_people.find_people)
app.add_typer(policies.app, name="policies")
app.add_typer(nlu.app, name="nlu")
app.add_typer(database.app, name="db")
app.add_typer(content.app, name="content")
app.add_typer(handoffs.app, name="handoffs")
app.add_typer(records.app, name="records")
app.add_typer(import_.app, name="import")
app.add_typer(jobs.app, name="jobs")
app.add_typer(broadcast.app, name="broadcast")
app.add_typer(staff.app, name="staff")
app.add_typer(export_.app, name="export")
app.add_typer(schedule.app, name="schedule")


def run() -> None:
    """Run the command; a foreseen failure is one clear message on stderr."""
    configure_logging()
    try:
        app()
    except (Failure, MissingKeysError, UnreadableError) as failure:
        sys.stderr.write(f"{failure}\n")
        sys.exit(1)
    except CatalogueError as error:
        sys.stderr.write(f"政策文件有 {len(error.problems)} 处要改：\n{error}\n")
        sys.exit(1)


if __name__ == "__main__":
    run()

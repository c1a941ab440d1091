"""Serves the current model with Rasa's own HTTP application, on this machine only.

    python -m tongxing_nlu.server --port 5005 [--host 127.0.0.1] [--model M] [--with-parent]

`POST /model/parse {"text": …}` reads a sentence; `GET /status` answers when the model is loaded. Logs never hold texts.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
import warnings
from pathlib import Path

from tongxing_nlu import placeholders, quiet
from tongxing_nlu.fingerprint import model_path


def main() -> None:
    """Load the model and serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 inside a container")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--with-parent", action="store_true", help="end when standard input closes: its starter is gone"
    )
    parser.add_argument("--model", type=Path, help="default: the model of today's sources")
    arguments = parser.parse_args()
    path = arguments.model or model_path()
    # Agent.load of a missing file would quietly take the newest model.
    if not path.is_file():
        sys.exit(f"no model {path}; train first: python -m tongxing_nlu.train")
    if arguments.with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    _serve(path, arguments.host, arguments.port)


def _end_with_parent() -> None:
    """A killed service cannot stop its model; the closed pipe tells it."""
    sys.stdin.buffer.read()
    os._exit(0)


def _serve(path: Path, host: str, port: int) -> None:
    quiet.prepare()
    placeholders.install()
    from rasa.core.agent import Agent
    from rasa.server import create_app

    quiet.silence_rasa()
    warnings.simplefilter("ignore")  # Rasa has switched them on again; here they concern nobody
    # Sanic sets its own level when it starts, so a filter it is.
    logging.getLogger("sanic.root").addFilter(lambda record: record.levelno >= logging.WARNING)
    app = create_app(Agent.load(str(path)), cors_origins=None, auth_token=os.environ.get("TONGXING_NLU_TOKEN"))
    app.run(host=host, port=port, workers=1, access_log=False, motd=False, debug=False)


if __name__ == "__main__":
    main()

"""The API against its own OpenAPI document: whatever is sent, it answers as documented, and never with a 5xx."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.channels.webchat.site import site
from tests.serving import serving

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
]
EXAMPLES = 60
"""Requests for each operation; the whole file stays under half a minute."""


EVERYTHING = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application."""
    with serving(site(tmp_path_factory.mktemp("api")), lambda app: app) as served:
        yield served.address


@pytest.fixture(scope="module")
def api(served: str) -> BaseSchema:
    """The document as it is published."""
    return schemathesis.openapi.from_url(f"{served}/api/v1/openapi.json")


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_every_request_is_answered_as_the_document_says(api: BaseSchema, method: str, mode: GenerationMode) -> None:
    """Its own pytest plugin is not used: it reaches into parts of pytest that newer ones no longer have."""

    @given(case=api["/api/v1/messages"][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
    )
    def answers(case: Case) -> None:
        case.call_and_validate(checks=CHECKS)

    answers()


def test_the_document_lists_every_address_of_the_api(served: str) -> None:
    paths = httpx.get(f"{served}/api/v1/openapi.json").json()["paths"]
    assert {(path, method) for path, methods in paths.items() for method in methods} == {
        ("/api/v1/messages", "post"),
        ("/api/v1/messages", "get"),
    }


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b'{"conversation": "\xed\xa0\x80", "text": "a"}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"conversation": "a", "text": ' + b"9" * 10_000 + b"}", "application/json"),
        (b'{"conversation": "a", "text": "b"}', "text/plain"),
        (b"--x", "multipart/form-data; boundary=x"),
    ],
)
def test_odd_bodies_are_refused_or_read_and_break_nothing(served: str, content: bytes, kind: str) -> None:
    answer = httpx.post(f"{served}/api/v1/messages", content=content, headers={"content-type": kind}, timeout=30)
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("text", ["\ud800", "\x00", "a" * 300_000, "\u202e" * 500, "=cmd|' /C calc'!A0", "{{7*7}}"])
def test_odd_texts_are_answered(served: str, text: str) -> None:
    body = b'{"conversation": "odd", "text": "%b"}' % text.encode("unicode_escape").replace(b"\\x00", b"\\u0000")
    answer = httpx.post(f"{served}/api/v1/messages", content=body, timeout=60)
    assert answer.status_code in (200, 422)
    assert "49" not in answer.text or text != "{{7*7}}"

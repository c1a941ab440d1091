"""Documents that were made to keep their reader busy, to fill its memory, or to make it fetch something."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from docx import Document

from bot.importing import Reason, UnreadableDocumentError, split_apart, split_bytes

TEXT = "渡口补助办法"


def word(change: Callable[[bytes], bytes]) -> bytes:
    """A small Word file whose main part was changed."""
    good, evil = io.BytesIO(), io.BytesIO()
    document = Document()
    document.add_paragraph(TEXT)
    document.add_paragraph("一、对象。残疾人船工。")
    document.save(good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(evil, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == "word/document.xml" else content)
    return evil.getvalue()


def with_entities(declared: str) -> bytes:
    def change(content: bytes) -> bytes:
        head, _, rest = content.partition(b"?>")
        doctype = f"?><!DOCTYPE w [{declared}]>".encode()
        return head + doctype + rest.replace("残疾人".encode(), b"&z;")

    return word(change)


def pdf(objects: list[bytes]) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def bomb_of_entities() -> bytes:
    steps = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    return with_entities(f'<!ENTITY a "lol">{steps}<!ENTITY z "&j;">')


def bomb_of_text() -> bytes:
    return word(lambda content: content.replace(TEXT.encode(), b"a" * 60_000_000))


def pages_that_are_each_others_parents() -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        ]
    )


def stream_that_unpacks_without_end() -> bytes:
    packed = zlib.compress(b"BT (a) Tj ET\n" * 12_000_000, 9)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, head + packed + b"\nendstream"])


HOSTILE: dict[str, tuple[Callable[[], bytes], frozenset[Reason]]] = {
    "text.docx": (bomb_of_text, frozenset({Reason.TOO_LARGE})),
    "loop.pdf": (pages_that_are_each_others_parents, frozenset({Reason.BROKEN_PDF, Reason.SCANNED})),
    "stream.pdf": (stream_that_unpacks_without_end, frozenset({Reason.BROKEN_PDF, Reason.TOO_HARD, Reason.SCANNED})),
    "line.txt": (lambda: b"a" * 2_000_000, frozenset({Reason.ENDLESS_LINE})),
    "word.pdf": (lambda: word(bytes), frozenset({Reason.BROKEN_PDF})),
    "pdf.docx": (pages_that_are_each_others_parents, frozenset({Reason.BROKEN_WORD})),
    "picture.txt": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, frozenset({Reason.ENCODING})),
    "页\x00\n.exe": (lambda: b"MZ", frozenset({Reason.UNSUPPORTED})),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_is_refused_with_a_sentence_and_soon(name: str) -> None:
    make, reasons = HOSTILE[name]
    content, began = make(), time.monotonic()
    with pytest.raises(UnreadableDocumentError) as caught:
        await split_apart(name, content)
    assert caught.value.reason in reasons
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    "content", [bomb_of_entities(), with_entities('<!ENTITY z SYSTEM "file:///etc/passwd">')], ids=["many", "file"]
)
def test_what_a_word_file_declares_for_itself_is_not_put_in(content: bytes) -> None:
    said = ""
    with suppress(UnreadableDocumentError):  # refusing the file is as good
        said = "".join(clause.text for clause in split_bytes("a.docx", content).clauses)
    assert "lol" not in said
    assert "root:" not in said
    assert len(said) < 100


async def test_a_reader_that_does_not_come_back_is_ended() -> None:
    """Many short lines before any sentence: finding the title among them takes ever longer."""
    lines = ("关于印发" * 4900 + "\n").encode() * 100
    began = time.monotonic()
    with pytest.raises(UnreadableDocumentError, match="太复杂"):
        await split_apart("a.txt", lines, seconds=3)
    assert time.monotonic() - began < 20


async def test_a_good_file_is_read_apart_as_it_is_here() -> None:
    content = f"{TEXT}\n\n一、对象。残疾人船工。\n二、标准。每人500元。\n".encode()
    assert await split_apart("a.txt", content) == split_bytes("a.txt", content)

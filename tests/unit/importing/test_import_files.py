"""Word and PDF files, encodings, and what is said about files that cannot be read."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter

from bot.importing import Reason, UnreadableDocumentError, split_document

TEXT = "渡口补助办法\n\n一、对象。残疾人船工。\n二、标准。每人500元。\n"


def pdf_of(lines: list[str]) -> bytes:
    """A one-page PDF of `lines`, written by hand: UCS-2 codes in a font that says which characters they are."""
    shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    content = f"BT /F1 12 Tf 14 TL 40 800 Td\n{shown}\nET".encode()
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
        b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange "
        b"endcmap end end"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(cmap), cmap),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(data))
    )


def encrypted(data: bytes, password: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    writer.encrypt(password, "owner", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def ids(path: Path) -> list[str]:
    return [clause.id for clause in split_document(path).clauses]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_files_are_read_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert ids(path) == ["一", "二"]
    assert split_document(path).title == "渡口补助办法"


def test_word_paragraphs_and_tables_come_in_order(tmp_path: Path) -> None:
    document = Document()
    for line in ("渡口补助方案", "一、对象。残疾人船工。", "附件", "任务清单"):
        document.add_paragraph(line)
    table = document.add_table(rows=4, cols=3)
    rows = (
        ("序号", "任务", "牵头单位"),
        ("一、行动", "", ""),
        ("1", "1.开班。\n2.发证。", "市交通局"),
        ("2", "宣传。", ""),
    )
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(2, 2).merge(table.cell(3, 2))
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert ids(path) == ["一", "表一1", "表一1.1", "表一1.2", "表一2"]


def test_pdf_lines_become_sentences_and_page_numbers_vanish(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    lines = ["渡口补助办法", "一、对象。持证的残疾人船工和他们的学", "徒都可以申请。", "二、标准。每人500元。", "1"]
    path.write_bytes(pdf_of(lines))
    document = split_document(path)
    assert [(c.id, c.text) for c in document.clauses] == [
        ("一", "对象。持证的残疾人船工和他们的学徒都可以申请。"),
        ("二", "标准。每人500元。"),
    ]


def test_a_pdf_protected_only_against_changes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(encrypted(pdf_of(["渡口补助办法", "一、对象。船工。"]), ""))
    assert ids(path) == ["一"]


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(201 * 1024 * 1024))
    return out.getvalue()


PROBLEMS = {
    "empty.txt": (lambda: b"", Reason.EMPTY),
    "blank.txt": (lambda: " \n\n　\n".encode(), Reason.EMPTY),
    "title-only.txt": (lambda: "渡口补助办法\n".encode(), Reason.EMPTY),
    "latin.txt": (lambda: bytes(range(128, 256)) * 4, Reason.ENCODING),
    "utf16.txt": (lambda: TEXT.encode("utf-16"), Reason.ENCODING),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0", Reason.UNSUPPORTED),
    "broken.docx": (lambda: b"PK not a zip", Reason.BROKEN_WORD),
    "bomb.docx": (zip_bomb, Reason.TOO_LARGE),
    "broken.pdf": (lambda: b"%PDF-1.4 and nothing more", Reason.BROKEN_PDF),
    "scan.pdf": (lambda: pdf_of([]), Reason.SCANNED),
    "locked.pdf": (lambda: encrypted(pdf_of([TEXT]), "secret"), Reason.ENCRYPTED),
    "large.txt": (lambda: b"a" * (20 * 1024 * 1024 + 1), Reason.TOO_LARGE),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    content, reason = PROBLEMS[name]
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(UnreadableDocumentError) as caught:
        split_document(path)
    assert caught.value.reason is reason
    assert str(caught.value).endswith("。")
    assert capfd.readouterr() == ("", "")


def test_a_missing_file_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocumentError, match="找不到"):
        split_document(tmp_path / "none.txt")

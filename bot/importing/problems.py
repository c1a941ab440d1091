"""Why a document cannot be imported, as a sentence for the person who tried."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Each reason with what to do next."""

    MISSING = "找不到这个文件，请检查文件名和文件夹。"
    UNSUPPORTED = "不支持这种文件，请换成 .txt、.docx 或 .pdf；旧的 .doc 请先另存为 .docx。"
    TOO_LARGE = "文件超过20MB，太大了，请去掉图片或分成几份再导入。"
    EMPTY = "文件里没有文字，请检查是不是选错了文件。"
    SCANNED = "这份 PDF 只有图片，没有文字，请先做文字识别（OCR），或换成 Word、文本文件。"
    ENCRYPTED = "这份 PDF 加了密码，请先去掉密码再导入。"
    BROKEN_PDF = "这份 PDF 已损坏，打不开，请重新下载或另存一份。"
    BROKEN_WORD = "这份 Word 文件已损坏，或者不是 .docx 格式，请用 Word 打开后另存为 .docx。"
    ENDLESS_LINE = "文件里有一行特别长，不像文件的正文。请检查是不是选错了文件。"
    TOO_HARD = "这个文件太复杂，读了很久也没有读完。请用 Word 或记事本打开，另存为 .txt，再上传。"
    ENCODING = "认不出这个文本文件的编码，请另存为 UTF-8 编码再导入。"


class UnreadableDocumentError(Exception):
    """The document cannot be read; `str()` is a sentence to show."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

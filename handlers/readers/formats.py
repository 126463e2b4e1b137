"""Readers of the form of a file."""

from typing import Annotated

from handlers.languages import mark
from handlers.readers.words import Choice

Formats = Annotated[
    str,
    Choice(
        mark("CSV, XLSX or PDF?"),
        {"csv": ("text",), "xlsx": ("excel", "xls", "表格"), "pdf": ("paper", "文档")},
    ),
]

"""What a file is that holds no attempt, in words: by its ending."""

from __future__ import annotations

from interview.messages import N_, _

PYTHON, NOTEBOOK, PACKED = ".py", ".ipynb", ".zip"
OTHER_ARCHIVES = (".tar", ".gz", ".tgz", ".bz2", ".xz", ".rar", ".7z", ".zst")
KINDS_OF_FILES = {
    (".pdf",): N_("a PDF"),
    (".doc", ".docx", ".odt", ".rtf", ".pages"): N_("a text document"),
    (".ppt", ".pptx", ".odp", ".key"): N_("slides"),
    (".csv", ".tsv", ".xls", ".xlsx", ".ods"): N_("a table"),
    (".png", ".jpg", ".jpeg", ".gif", ".heic", ".webp", ".bmp", ".svg"): N_("a picture"),
    (".mp4", ".mov", ".mp3", ".m4a", ".wav", ".webm"): N_("a recording"),
    (".html", ".htm"): N_("a web page, as platforms keep text that was typed in"),
    (".pyc", ".pyo"): N_("compiled Python: only its source can be graded"),
    (".txt", ".text"): N_("a text file: code is read from .py and .ipynb files only"),
    (".md", ".rst", ".tex"): N_("a text"),
    (".java", ".c", ".cpp", ".h", ".js", ".ts", ".r", ".m", ".jl", ".rs", ".go"): N_(
        "code in another language than Python"
    ),
    (".pt", ".pth", ".ckpt", ".npz", ".npy", ".pkl", ".safetensors"): N_("data or weights"),
    OTHER_ARCHIVES: N_("an archive of a kind that is not read: ask for a zip"),
}
PAPERS_OF_A_CLASS = (".yml", ".yaml", ".json", ".csv", ".tsv", ".xls", ".xlsx", ".xml", ".log")
"""Beside everybody's files, these are the platform's or the instructor's own; no one hands them in."""
OWN_NAMES = ("readme", "license", "gradebook", "index", "nbgrader_config", "roster", "desktop")


def kind_in_words(suffix: str) -> str:
    """What a file with this ending is."""
    for endings, text in KINDS_OF_FILES.items():
        if suffix.casefold() in endings:
            return _(text)
    if not suffix:
        return _("a file without an ending: code is read from .py and .ipynb files only")
    return _("a file of another kind ({ending})").format(ending=suffix)


def is_handed_in(name: str) -> bool:
    """Whether a file that lies beside everybody's is one that somebody hands in."""
    stem, dot, ending = name.casefold().rpartition(".")
    suffix = f"{dot}{ending}" if stem else ""
    if suffix in (PYTHON, NOTEBOOK, PACKED):
        return True
    known = any(suffix in endings for endings in KINDS_OF_FILES)
    return known and suffix not in (*PAPERS_OF_A_CLASS, ".md") and stem not in OWN_NAMES

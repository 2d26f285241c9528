"""Which files does the browser get in one piece?

Style sheets and scripts are kept apart in the source, one matter each, and joined when they are served
or collected. There is no build step: a joined file is its parts, one after another.
"""

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder, FileSystemFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

JOINED = {
    "css/app.css": (
        "css/tokens.css",
        "css/base.css",
        "css/reader.css",
        "css/quiz.css",
        "css/kinds.css",
        "css/words.css",
        "css/tables.css",
        "css/print.css",
    ),
    "css/skin.css": ("css/tokens.css", "css/reader.css", "css/quiz.css", "css/admin.css"),
    # htmx keeps to itself, so it can stand in the module's scope; one file less to ask for.
    "js/app.js": (
        "django_htmx/htmx-2.min.js",
        "js/status.js",
        "js/tab.js",
        "js/sentence-picker.js",
        "js/not-in-source.js",
        "js/ordering.js",
        "js/repairs.js",
        "js/unsent.js",
        "js/trouble.js",
        "js/autosave.js",
        "js/feedback.js",
        "js/timer.js",
    ),
    "js/authoring.js": ("js/status.js", "js/sentence-picker.js", "js/citing.js"),
}

# The parts share one scope once joined: each import stands on a line of its own and names one of the parts.
MODULE_SEAM = re.compile(r'^import .* from "\./[a-z-]+\.js";\n|^export (?=const|function|class)', re.MULTILINE)


@cache
def _folder() -> TemporaryDirectory[str]:
    """One a process: threads may make a finder each, and the one thrown away must not take the files along."""
    return TemporaryDirectory(prefix="sourcebook-static-")


# Made when the module is loaded, before there are threads.
_folder()


class JoinedFinder(BaseFinder):
    """Finds `css/app.css` and its like: written anew when a part has changed, gone with the process."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.sources = (FileSystemFinder(), AppDirectoriesFinder())
        self.storage = FileSystemStorage(location=_folder().name)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        lost = [part for parts in JOINED.values() for part in parts if not self._source(part)]
        return [
            Error(f"{part} is listed in config/staticfiles.py but is not there.", id="sourcebook.E005")
            for part in dict.fromkeys(lost)
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = self._joined(path) if path in JOINED else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path in JOINED:
            if not matches_patterns(path, list(ignore_patterns or [])):
                self._joined(path)
                yield path, self.storage

    def _source(self, part: str) -> str:
        """Where a part lies: in `static` or in a package's own files; empty if nowhere."""
        return next((str(found) for finder in self.sources if (found := finder.find(part))), "")

    def _joined(self, path: str) -> str:
        parts = [Path(self._source(part)) for part in JOINED[path]]
        target = Path(_folder().name, path)
        newest = max(part.stat().st_mtime_ns for part in parts)
        if not target.exists() or target.stat().st_mtime_ns != newest:
            _write(target, joined(path, [part.read_text() for part in parts]), newest)
        return str(target)


def joined(path: str, parts: Iterable[str]) -> str:
    text = "\n".join(parts)
    return MODULE_SEAM.sub("", text) if path.endswith(".js") else text


def _write(target: Path, text: str, mtime_ns: int) -> None:
    """In one step, so that a second thread never serves half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=target.parent, delete=False) as draft:
        draft.write(text)
    os.utime(draft.name, ns=(mtime_ns, mtime_ns))
    os.replace(draft.name, target)

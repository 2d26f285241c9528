"""What would a browser send? The fields of a form as its page shows them."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, id: str) -> None:
        super().__init__()
        self.id, self.inside, self.select, self.fields = id, False, "", {}

    def handle_starttag(self, tag: str, listed: list[tuple[str, str | None]]) -> None:
        said = dict(listed)
        if tag == "form":
            self.inside = said.get("id") == self.id
        elif self.inside and tag == "select":
            self.select = said["name"]
        elif self.inside and tag == "option" and "selected" in said:
            self._give(self.select, said)
        elif self.inside and tag == "input" and _is_sent(said):
            self._give(said["name"], said)

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"

    def _give(self, name: str, said: dict[str, str | None]) -> None:
        self.fields.setdefault(name, []).append(said.get("value") or "")


def _is_sent(said: dict[str, str | None]) -> bool:
    return "name" in said and (said.get("type") not in {"checkbox", "radio"} or "checked" in said)


def form(page, id: str = "answer") -> dict[str, list[str]]:
    """The fields of the form with this id on a page that was answered."""
    reader = _Form(id)
    reader.feed(page.content.decode())
    return reader.fields

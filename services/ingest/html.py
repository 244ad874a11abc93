"""HTML to the text that a reader sees. `docs/decisions/html.md` compares the ways to do it."""

from dataclasses import dataclass

import trafilatura


@dataclass(frozen=True, slots=True)
class Reduced:
    """What a document says: its text, and its title where it has one."""

    text: str
    title: str | None


def reduce(document: str) -> Reduced:
    """The text and the title of an HTML document; navigation, banners and footers are left out.

    Takes milliseconds for a page, up to seconds for hostile ones: not for an event loop.
    """
    tree = trafilatura.load_html(document)
    if tree is None:
        return Reduced("", None)
    title = trafilatura.extract_metadata(tree).title
    text = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True) or ""
    return Reduced(text.strip(), (title or "").strip() or None)

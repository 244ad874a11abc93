"""HTML to the text that a reader sees. `docs/decisions/html.md` compares the ways to do it."""

import copy
from configparser import ConfigParser
from dataclasses import dataclass
from typing import Any

import trafilatura
from trafilatura.settings import DEFAULT_CONFIG

from services.runtime.problems import Problem

MAX_ELEMENTS = 10_000
"""A page has some hundreds, a long one a few thousand; the reduction takes about 0.1 ms for each at worst."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """What a document says: its text, and its title where it has one."""

    text: str
    title: str | None


def reduce(document: str) -> Reduced:
    """The text and the title of an HTML document or fragment; navigation, banners and footers are left out.

    Takes milliseconds for a page, up to a second for the worst: not for an event loop.

    Raises:
        Problem: 413 when the document has too many elements.
    """
    tree = _tree(document)
    title = None if tree is None else trafilatura.extract_metadata(tree, extensive=False).title
    text = _text(tree) or _text(_tree(f"<html><body>{document}</body></html>"))  # a fragment of one element has no text
    return Reduced(text, (title or "").strip() or None)


def _tree(document: str) -> Any:
    tree = trafilatura.load_html(document)
    if tree is not None and sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise Problem(413, f"the document has over {MAX_ELEMENTS} elements")
    return tree


def _any_length() -> ConfigParser:
    """One sentence is a release too: what is short must not be read again by cruder ways, which tear it apart."""
    config: ConfigParser = copy.deepcopy(DEFAULT_CONFIG)
    for name in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config.set("DEFAULT", name, "1")
    return config


_CONFIG = _any_length()


def _text(tree: Any) -> str:
    if tree is None:
        return ""
    return (trafilatura.extract(tree, include_comments=False, favor_recall=True, config=_CONFIG) or "").strip()

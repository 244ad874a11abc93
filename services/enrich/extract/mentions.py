"""What stands for somebody or something in a text: a name, an office, a body, a state, a pronoun."""

from dataclasses import dataclass

PERSONS = ("person", "office", "counterpart")
"""The kinds of mentions that stand for somebody by name, office or as a counterpart."""


@dataclass(frozen=True, slots=True)
class Mention:
    """`tokens[first:last]` names someone.

    `kind`: `person`, `office`, `organisation`, `state`, `he`, `they`, `other` or `counterpart`.
    `named` tells whether something on the spot (a title, an office) shows that the name is a person's.
    """

    first: int
    last: int
    kind: str
    name: str | None = None
    role: str | None = None
    affiliation: str | None = None
    text: str = ""
    named: bool = False
    plural: bool = False
    count: int = 0
    """How many a set is said to have."""
    also: tuple[tuple[str, str | None], ...] = ()
    """Further offices of a named one, each with its owner."""

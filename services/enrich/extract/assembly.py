"""The cast of a release, from all the names in it: read once before its sentences are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from services.enrich.extract.cast import Cast
from services.enrich.extract.lang import Pack
from services.enrich.extract.members import may_serve, placed
from services.enrich.extract.mentions import Mention
from services.enrich.extract.namesakes import name_words
from services.enrich.identity.model import SourceProfile


def assemble(
    mentions: Iterable[Mention], *, pack: Pack, profile: SourceProfile | None, day: date | None = None
) -> Cast:
    """The cast of the persons named anywhere in a release of `day`, ready to resolve its mentions in order."""
    cast = Cast(pack, profile, day)
    listed = [m for m in mentions if m.name and m.kind in ("person", "counterpart")]
    for mention in sorted(listed, key=lambda m: (not m.named, -len(name_words(m.name or "")))):
        cast.named(mention)
    cast.members[:] = [placed(member, day) for member in cast.members]
    _settle_home(cast, listed)
    return cast


def _settle_home(cast: Cast, listed: Sequence[Mention]) -> None:
    """The first person named with a bare office is the source's own: `le ministre des Affaires étrangères, X`."""
    numbers = [n for m in listed if (n := cast.named(m)) is not None and cast.members[n].sure]
    own = [n for n in numbers if cast.home and cast.members[n].affiliation == cast.home]
    for number in (own or numbers)[:1]:
        cast.protagonist = number
        member = cast.members[number]
        if cast.home and member.is_bare and may_serve(member, cast.home, cast.pack):
            cast.members[number] = replace(member, affiliation=cast.home)

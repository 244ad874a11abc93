"""What an office belongs to where the text leaves it out to the end: the source's own side."""

from collections.abc import Iterable
from dataclasses import replace

from services.enrich.extract.members import may_serve
from services.enrich.extract.scene import Draft, Scene


def settle_offices(scene: Scene, drafts: Iterable[Draft]) -> None:
    """Who still has a bare office in an event speaks for the source's side: `Secretary of Homeland Security X`."""
    home = scene.cast.home
    if home is None:
        return
    for number in {n for draft in drafts for n in draft.members}:
        member = scene.cast.members[number]
        if member.is_bare and may_serve(member, home, scene.pack):
            scene.cast.members[number] = replace(member, affiliation=home)

"""The stages in a row: read, name, assemble the cast, draft events sentence by sentence, merge, write."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.contracts.messages import EventFacts, Participant, Release
from services.contracts.model import day_of
from services.contracts.vocabulary import Kind, ParticipantType, Status
from services.enrich.extract.assembly import assemble
from services.enrich.extract.author import settle_author, settle_authors, speaker_of
from services.enrich.extract.belonging import settle_offices
from services.enrich.extract.confidence import confidence_of
from services.enrich.extract.cues import Frame
from services.enrich.extract.dated import set_apart
from services.enrich.extract.dates import Form, HeaderKind, Tense, find_dates_in, header_dates, release_day
from services.enrich.extract.deeds import draft_deeds
from services.enrich.extract.diary import date_entry, draft_entry, entry_of, open_diary
from services.enrich.extract.document import Document, read
from services.enrich.extract.doers import is_governed
from services.enrich.extract.evidence import evidence_of
from services.enrich.extract.finding import find_mentions
from services.enrich.extract.fronted import draft_fronted
from services.enrich.extract.happenings import draft_without_verb
from services.enrich.extract.headed import draft_headed
from services.enrich.extract.headings import open_headings, read_heading
from services.enrich.extract.headlines import ends_in_name, headline_mentions, stands_first
from services.enrich.extract.holders import settle_holders
from services.enrich.extract.joining import call_roll, open_own_roll, open_roll
from services.enrich.extract.jointly import draft_jointly
from services.enrich.extract.lang import Pack, load
from services.enrich.extract.lists import list_items, open_list
from services.enrich.extract.margins import head_margins, set_beside
from services.enrich.extract.members import Member
from services.enrich.extract.mentions import Mention
from services.enrich.extract.merge import merge
from services.enrich.extract.notices import draft_notice
from services.enrich.extract.opening import open_at
from services.enrich.extract.parties import note_party
from services.enrich.extract.presences import draft_present
from services.enrich.extract.press import draft_press
from services.enrich.extract.resumed import resume
from services.enrich.extract.rounds import draft_round
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.sessions import draft_session
from services.enrich.extract.subjects import Telling, addressed, outside_offices
from services.enrich.extract.topics import concepts_said, release_topics
from services.enrich.extract.tours import arrive, settle
from services.enrich.extract.triggered import draft_triggered
from services.enrich.extract.when import day_of_mention, is_old, sentence_dates
from services.enrich.extract.where import place_in
from services.enrich.identity import participant_id, place_id, source_profile
from services.enrich.identity.model import Language
from services.enrich.text.sentences import Sentence

_LATE = timedelta(days=3)
"""A release goes out so many days after its dateline at most; `today` is then the dateline's day."""
_LEAD = 3
"""In the first sentences any date is the day the text speaks of."""
_LONG = (Form.MONTH, Form.YEAR)
"""A sentence that opens with a month tells of other times, wherever it plays."""
_OPENING = 40
"""A date that opens a sentence stands within so many characters of its start."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a release reports. `language` is None where it is neither French nor English; then nothing is extracted."""

    language: str | None
    events: tuple[EventFacts, ...] = ()
    topics: tuple[str, ...] = ()


def extract_in(release: Release, language: Language) -> Extraction:
    """The extraction of a release that is written in `language`."""
    pack = load(language)
    doc = read(release.body, pack)
    title = read(release.title, pack)
    named = headline_mentions(title, doc, pack)
    scene = _scene(release, pack, doc, find_mentions(doc, pack), title, named)
    told = list(_drafts(scene))
    settle(scene, told)
    told += draft_headed(scene, title, named, told)
    drafts = merge(told)
    settle_offices(scene, drafts)
    found = concepts_said(doc.text, doc.tokens, language=language)
    said = addressed(doc, pack, outside_offices(doc, scene.mentions, found, pack))
    telling = Telling(scene, drafts, said, source=release.source)
    events = tuple(_written(draft, scene, telling) for draft in drafts)
    headline = concepts_said(title.text, title.tokens, language=language)
    told_of = [*headline, *said]
    topics = release_topics(told_of, length=len(release.body.split()), source=release.source)
    tied = (topic for event in events for topic in event.topics)
    return Extraction(language, events, tuple(sorted({*topics, *tied})))


def _scene(  # noqa: PLR0913, PLR0917 - a release in its two parts, read
    release: Release, pack: Pack, doc: Document, found: Sequence[Mention], headline: Document, named: list[Mention]
) -> Scene:
    """Headlines in capitals within the text tell nothing, but who is named there in full is known below."""
    mentions = [m for m in found if m.first not in doc.shouted]
    headings = [m for m in found if m.first in doc.shouted and m.role and ends_in_name(doc, pack, m)]
    published = day_of(release.published_at) if release.published_at else None
    dates = find_dates_in(doc.text, doc.tokens, doc.sentences, language=pack.language)
    headers = header_dates(release.title, release.body, dates, language=pack.language)
    anchor = release_day(release.title, headers, language=pack.language, published_at=published)
    dateline = next((h.last for h in headers if h.kind in (HeaderKind.DATELINE, HeaderKind.LINE)), None)
    if anchor and dateline and timedelta(0) < anchor - dateline <= _LATE:
        anchor = dateline
    listed = [*(m for m in named if m.named or stands_first(headline, m)), *mentions, *headings]
    cast = assemble(listed, pack=pack, profile=source_profile(release.source), day=anchor)
    cast.mentions = mentions
    settle_holders(cast, doc, mentions, headline, named)
    scene = Scene(doc, pack, cast, anchor, set_apart(dates, doc, pack), mentions)
    scene.turn_to(dateline, fresh=False)
    scene.remote = any(text.has(pack.phrases["remote_title"], 0, len(text.tokens)) for text in (doc, headline))
    title_members = (n for m in named if m.named or m.kind == "person" for n in cast.resolve(m))
    cast.group = tuple(n for n in dict.fromkeys(title_members) if cast.members[n].sure)
    settle_author(scene, headline, named)
    settle_authors(scene)
    open_at(scene, headline, headers)
    open_headings(scene, headline)
    open_diary(scene, headline, named)
    head_margins(scene, headline)
    return scene


def _drafts(scene: Scene) -> Iterator[Draft]:
    position = 0
    for sentence in scene.doc.sentences[: scene.doc.background_from]:
        around: list[Mention] = []
        while position < len(scene.mentions) and scene.mentions[position].first < sentence.last:
            around.append(scene.mentions[position])
            position += 1
        if sentence.first not in scene.doc.shouted:
            yield from _sentence_drafts(scene, sentence, around)


def _sentence_drafts(scene: Scene, sentence: Sentence, around: Sequence[Mention]) -> list[Draft]:
    clause = Clause(sentence, sentence.first, sentence.last, around)
    if read_heading(scene, clause):
        return []
    entry = entry_of(scene, clause)
    clause = entry or clause
    _look_up(scene, sentence, around)
    note_party(scene, clause)
    arrive(scene, clause)
    if call_roll(scene, clause) or open_roll(scene, clause):
        return []
    found = draft_present(scene, clause) or draft_triggered(scene, clause)
    if not found and entry:
        found = draft_entry(scene, entry)
    if not found:
        found = list(list_items(scene, clause))
        _open_lists(scene, clause)
    found = [*found, *draft_press(scene, clause, found)]
    found = found or draft_round(scene, clause) or draft_fronted(scene, clause)
    found = found or draft_notice(scene, clause) or draft_session(scene, clause) or draft_without_verb(scene, clause)
    found = found or draft_jointly(scene, clause)
    found = found or draft_deeds(scene, clause)
    if not found:
        resume(scene, clause)
        _listen(scene, clause)
    scene.talks.extend(draft for draft in found if draft.kind in ("meeting", "call"))
    if entry:
        date_entry(scene, entry, found)
    set_beside(scene, clause, found)
    open_own_roll(scene, clause, found)
    scene.last = found[-1] if found else scene.last
    return found


def _open_lists(scene: Scene, clause: Clause) -> None:
    for cue in scene.doc.cues_in(clause.first, clause.last):
        if cue.value.family == "talks" and cue.value.frame is not Frame.BESIDE:
            open_list(scene, clause, cue)


def _look_up(scene: Scene, sentence: Sentence, around: Sequence[Mention]) -> None:
    """The first free-standing person of a sentence is whom its pronouns mean."""
    scene.taken.clear()
    scene.cast.speaker = speaker_of(scene, sentence, around)
    scene.cast.before = scene.cast.focus
    scene.fresh = scene.fresh and not (around and sentence.opens_line)
    subject = next((m for m in around if not is_governed(scene.doc, scene.pack, m)), None)
    if subject is None or subject.kind not in ("person", "office"):
        return
    members = scene.cast.resolve(subject)
    if len(members) == 1 and scene.cast.members[members[0]].kind in ("person", "office"):
        scene.cast.focus = members[0]


def _listen(scene: Scene, clause: Clause) -> None:
    """A sentence without an event still says which day and place the text has come to."""
    dates = sentence_dates(scene, clause.sentence)
    opening = [d for d in dates if d.start - clause.sentence.start < _OPENING]
    near = dates if clause.sentence in scene.doc.sentences[:_LEAD] else opening
    if not near or clause.first in scene.doc.quoted:
        return
    days = day_of_mention(scene, near[0], Tense.PAST)
    if days and days[1] and not is_old(days, scene.anchor):
        scene.turn_to(days[1], fresh=True)
    earlier = scene.doc.has(scene.pack.phrases["past_background"], clause.first, clause.last)
    if near[0].form in _LONG or earlier:
        return
    place, rule = place_in(scene, clause if opening else _before_travel(scene, clause))
    if rule == "city":
        scene.move_to(place)


def _before_travel(scene: Scene, clause: Clause) -> Clause:
    """A sentence up to where it speaks of a visit: further places are where that one leads, but of the way back."""
    cues = scene.doc.cues_in(clause.first, clause.last)
    visits = (cue.first for cue in cues if cue.value.family == "visit" and cue.value.rule != "visit-return")
    return replace(clause, last=next(visits, clause.last))


def _written(draft: Draft, scene: Scene, telling: Telling) -> EventFacts:
    members = [scene.cast.members[number] for number in draft.members]
    return EventFacts(
        kind=Kind(draft.kind),
        status=Status(draft.status),
        start=draft.days[0],
        end=draft.days[1],
        place=draft.place,
        place_id=place_id(draft.place) if draft.place else None,
        occasion=_spaced(draft.occasion) if draft.occasion else None,
        participants=tuple(_participant(member, draft.days[0] or scene.anchor) for member in members),
        topics=telling.topics_of(draft, [member.affiliation for member in members]),
        evidence=evidence_of(scene.doc, draft.sentence, (member.name for member in members)),
        confidence=confidence_of(draft, members),
        rules=draft.rules,
    )


def _participant(member: Member, day: date | None) -> Participant:
    """The member as the release names it; who that is, is asked for the day of the event."""
    kind = ParticipantType(member.kind)
    return Participant(
        participant_id=participant_id(
            member.name, type=kind, role=member.role, affiliation=member.affiliation, day=day
        ),
        name=_spaced(member.name),
        type=kind,
        role=_spaced(member.role) if member.role else None,
        affiliation=member.affiliation,
    )


def _spaced(words: str) -> str:
    """With plain spaces, whatever the typesetter put between the words."""
    return " ".join(words.split())

"""Raw topic in, derived topics out, on a real broker."""

from collections import Counter

import pytest

from services.contracts.messages import ReleaseWithdrawn
from services.contracts.topics import RELEASES_RAW
from services.contracts.vocabulary import Outcome
from services.runtime.settings import KafkaSettings
from tests import fake_extractor
from tests.builders import a_published
from tests.integration.enrich.harness import Enrich, Topics, releases

pytestmark = [pytest.mark.kafka, pytest.mark.older_kafka_too, pytest.mark.shares_broker("enrich")]
MISBEHAVIOURS = (fake_extractor.BUSY, fake_extractor.ASLEEP, fake_extractor.KILLED)


@pytest.mark.usefixtures("enrich")
async def test_a_release_comes_out_as_its_meetings_and_its_topics(topics: Topics) -> None:
    message = a_published(external_id="in-and-out")
    await topics.push(message, ReleaseWithdrawn(release_id=message.release_id))
    await topics.read_until(lambda seen: len(seen) == 4)
    extracted, withdrawn = topics.meetings
    assert (len(extracted.events), len(withdrawn.events)) == (1, 0)
    assert withdrawn.outcome == Outcome.WITHDRAWN
    assert withdrawn.release.sequence > extracted.release.sequence
    assert [one.topics for one in topics.topics] == [("diplomacy",), ()]


async def test_a_kill_in_the_middle_loses_nothing_and_doubles_nothing(kafka: KafkaSettings, topics: Topics) -> None:
    pushed = releases(500, prefix="killed")
    await topics.push(*pushed)
    for _ in range(3):
        async with Enrich(kafka, topics.group_id, batch_size="20") as enrich:
            before = len(topics.seen)
            await topics.read_until(lambda seen, before=before: len(seen) > before + 50)  # type: ignore[misc] # a default
            await enrich.kill()
    async with Enrich(kafka, topics.group_id):
        await topics.read_until(lambda _: len(topics.meetings) >= 500 and len(topics.topics) >= 500)
        await topics.read_to_the_end()
    wanted = Counter(message.release_id for message in pushed)
    assert Counter(one.key for one in topics.meetings) == wanted
    assert Counter(one.key for one in topics.topics) == wanted
    assert topics.dead_letters == []


@pytest.mark.usefixtures("roomy_raw_topic")
async def test_poison_of_every_kind_is_dead_lettered_and_the_line_moves_on(topics: Topics, enrich: Enrich) -> None:
    await topics.push_raw(b"not json")
    await topics.push_raw(b'{"release_id": 3}')
    await topics.push_raw(b"{}", headers=[("ce_specversion", b"0.3")])
    await topics.push_raw(b"{}", headers=[("ce_type", b"readout.release.published.v9")])
    await topics.push_raw(b" " * (RELEASES_RAW.max_message_bytes + 1))
    await topics.push(*(a_published(external_id="poison", body=body) for body in MISBEHAVIOURS))
    await topics.push(a_published(external_id="good"))
    await topics.read_until(lambda _: len(topics.dead_letters) == 8 and len(topics.meetings) == 1)
    assert Counter(letter.reason for letter in topics.dead_letters) == {
        "not-json": 1,
        "schema": 1,
        "not-a-cloud-event": 1,
        "unknown-type": 1,
        "too-large": 1,
        "timed-out": 2,
        "killed-the-reader": 1,
    }
    assert not any(letter.original_value is None for letter in topics.dead_letters)
    assert enrich.running


async def test_a_bug_ends_the_process_and_commits_nothing(kafka: KafkaSettings, topics: Topics) -> None:
    buggy = a_published(external_id="buggy", body=fake_extractor.BUG)
    await topics.push(buggy)
    async with Enrich(kafka, topics.group_id) as enrich:
        assert await enrich.wait(within=30) == 70
    async with Enrich(kafka, topics.group_id) as again:
        assert await again.wait(within=30) == 70
    assert "ZeroDivisionError" in "".join(again.log)

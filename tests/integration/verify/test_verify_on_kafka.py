"""What verify reads on a real broker."""

import asyncio
import uuid

import pytest

from services.cli.verify_record import Reader
from services.contracts import codec
from services.contracts.messages import Message, TopicsExtracted
from services.contracts.topics import RELEASES_TOPICS
from services.contracts.vocabulary import Outcome
from services.runtime import kafka as clients
from services.runtime.clock import utc_now
from services.runtime.sending import send_all
from services.runtime.settings import KafkaSettings
from tests.builders import a_reference

pytestmark = [pytest.mark.kafka, pytest.mark.shares_broker("enrich")]


def a_set(extractor: str) -> codec.Record:
    """Topics of always the same release, so always in one partition."""
    reference = a_reference(release_id="example.org:verified", sequence=1)
    message = TopicsExtracted(release=reference, extractor=extractor, outcome=Outcome.WITHDRAWN)
    return codec.encode(message, service="enrich", time=utc_now())


async def test_what_stands_behind_an_open_transaction_is_waited_for_and_read(kafka: KafkaSettings) -> None:
    name = uuid.uuid4().hex
    upstream = clients.transactional_producer(kafka, client_id=name, transactional_id=name)

    async def all_sets(reader: Reader) -> list[Message | None]:
        return [message async for _, message in reader.messages(RELEASES_TOPICS)]

    async with upstream, clients.producer(kafka, client_id=name) as other, Reader(kafka, group_id=name) as reader:
        await upstream.begin_transaction()
        await send_all(upstream, [a_set(f"aborted-{name}")])
        await send_all(other, [a_set(f"behind-{name}")])
        reading = asyncio.create_task(all_sets(reader))
        finished, _ = await asyncio.wait({reading}, timeout=2)
        assert not finished
        await upstream.abort_transaction()
        async with asyncio.timeout(30):
            read = await reading
    told = {message.extractor for message in read if isinstance(message, TopicsExtracted)}
    assert {f"behind-{name}"} == {extractor for extractor in told if name in extractor}

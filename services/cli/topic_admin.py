"""Creating the topics of the registry on a broker, and comparing what a broker has with the registry."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import IncompatibleBrokerVersion, KafkaError, TopicAlreadyExistsError, for_code

from services.contracts.topics import TOPICS, Topic
from services.runtime import kafka
from services.runtime.settings import KafkaSettings

CLIENT_ID = "readout-cli"


class BrokerError(Exception):
    """The broker did not do what was asked; the message says what and what to do."""


class NoTopicAdminError(BrokerError):
    """The broker has no topic administration, as the embedded one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a topic is kept on a broker. `config` holds only what the registry cares about."""

    partitions: int
    replication: int
    config: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A topic of the registry, how it should be, and how it is: None where it is missing."""

    topic: Topic
    wanted: Settings
    actual: Settings | None

    @property
    def differences(self) -> list[str]:
        """What differs, one short text each; empty for a topic that is missing or as it should be."""
        return [] if self.actual is None else _differences(self.wanted, self.actual)


def wanted(topic: Topic, *, replication: int, min_insync: int) -> Settings:
    """How the topic should be on a broker set of the given replication."""
    config = {**topic.broker_config, "min.insync.replicas": str(min_insync)}
    return Settings(topic.partitions, replication, config)


def _differences(wanted: Settings, actual: Settings) -> list[str]:
    pairs: dict[str, tuple[object, object]] = {
        "partitions": (wanted.partitions, actual.partitions),
        "replication": (wanted.replication, actual.replication),
        **{name: (value, actual.config.get(name)) for name, value in wanted.config.items()},
    }
    return [f"{name} is {is_} instead of {should}" for name, (should, is_) in pairs.items() if should != is_]


@asynccontextmanager
async def admin(settings: KafkaSettings) -> AsyncIterator[AIOKafkaAdminClient]:
    """An admin client that is connected.

    Raises:
        BrokerError: nobody answers.
    """
    client = kafka.admin(settings, client_id=CLIENT_ID)
    try:
        await client.start()
        yield client
    except IncompatibleBrokerVersion as error:
        raise NoTopicAdminError(str(error)) from error
    except KafkaError as error:
        where = settings.bootstrap_servers
        raise BrokerError(f"Kafka at {where}: {error}; is READOUT_KAFKA_BOOTSTRAP_SERVERS right?") from error
    finally:
        await client.close()


async def describe(client: AIOKafkaAdminClient, *, replication: int, min_insync: int) -> list[Found]:
    """Every topic of the registry beside what the broker has."""
    existing = set(await client.list_topics())
    actual = await _actual(client, [topic for topic in TOPICS if topic.name in existing])
    return [
        Found(topic, wanted(topic, replication=replication, min_insync=min_insync), actual.get(topic.name))
        for topic in TOPICS
    ]


async def create(client: AIOKafkaAdminClient, missing: Iterable[Found]) -> None:
    """Create the given topics as they should be; one that has meanwhile appeared is left alone.

    Raises:
        BrokerError: the broker refused one.
    """
    news = [
        NewTopic(
            name=found.topic.name,
            num_partitions=found.wanted.partitions,
            replication_factor=found.wanted.replication,
            topic_configs=dict(found.wanted.config),
        )
        for found in missing
    ]
    answer = await client.create_topics(news)
    for name, code, *detail in answer.topic_errors:
        if code and for_code(code) is not TopicAlreadyExistsError:
            raise BrokerError(f"{name}: {detail[0] if detail and detail[0] else for_code(code).__name__}")


async def _actual(client: AIOKafkaAdminClient, topics: Sequence[Topic]) -> dict[str, Settings]:
    if not topics:
        return {}
    names = [topic.name for topic in topics]
    configs = await _configs(client, names)
    return {
        described["topic"]: Settings(
            len(described["partitions"]), len(described["partitions"][0]["replicas"]), configs[described["topic"]]
        )
        for described in await client.describe_topics(names)
    }


async def _configs(client: AIOKafkaAdminClient, names: Sequence[str]) -> dict[str, dict[str, str]]:
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    (answer,) = await client.describe_configs(resources)
    return {
        name: {entry[0]: entry[1] for entry in entries} for _code, _message, _type, name, entries in answer.resources
    }

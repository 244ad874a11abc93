"""Which instance holds which partition: the group itself knows, for client ids carry addresses."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import KafkaError

KEPT_SECONDS = 30.0
ASK_SECONDS = 3.0


def client_id(group_id: str, url: str) -> str:
    """The client id of an instance that is reached at `url`."""
    return f"{group_id}@{url}"


class Owners(Protocol):
    """Where the partitions are."""

    async def urls(self, *, afresh: bool = False) -> Mapping[TopicPartition, str]:
        """The address of each partition's holder; what nobody holds, or nobody knows, is missing."""


class GroupOwners:
    """Asks the group's coordinator, and keeps the answer for a while."""

    def __init__(
        self, admin: Callable[[], AIOKafkaAdminClient], group_id: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._new_admin, self._group_id, self._clock = admin, group_id, clock
        self._admin: AIOKafkaAdminClient | None = None
        self._known: dict[TopicPartition, str] = {}
        self._asked = float("-inf")
        self._lock = asyncio.Lock()

    async def urls(self, *, afresh: bool = False) -> Mapping[TopicPartition, str]:
        """The address of each partition's holder; what nobody holds, or nobody knows, is missing."""
        wanted = self._clock() if afresh else self._clock() - KEPT_SECONDS
        async with self._lock:  # whoever waited for another's question takes its answer
            if self._asked < wanted:
                self._known = await self._ask()
                self._asked = self._clock()
            return self._known

    async def _ask(self) -> dict[TopicPartition, str]:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                admin = await self._started()
                (response,) = await admin.describe_consumer_groups([self._group_id])
        except (KafkaError, TimeoutError):
            await self.close()
            return {}
        return members_partitions(response.to_object()["groups"][0]["members"])

    async def _started(self) -> AIOKafkaAdminClient:
        if self._admin is None:
            admin = self._new_admin()
            await admin.start()
            self._admin = admin
        return self._admin

    async def close(self) -> None:
        """Give the connection back."""
        admin, self._admin = self._admin, None
        if admin is not None:
            await admin.close()


def members_partitions(members: Iterable[Mapping[str, Any]]) -> dict[TopicPartition, str]:
    """The partitions of a group's members, as DescribeGroups lists them, with the address in each client id."""
    return {
        tp: url
        for member in members
        if member["member_assignment"] and (url := member["client_id"].partition("@")[2])
        for tp in ConsumerProtocolMemberAssignment.decode(member["member_assignment"]).partitions()
    }

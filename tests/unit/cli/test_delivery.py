import base64
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from services.cli.delivery import Ingest, Outcome, UnreachableError, batches, signature
from services.cli.pushables import Document, Line, Pushable, Unreadable, Withdrawal

A_TEXT = Document("a.txt", "text/plain", b"Hello", {"source": "example.org"})
ACCEPTED = {"release_id": "example.org:1", "revision": "2", "event_id": "3"}
SECRET = "whsec_" + base64.b64encode(b"a secret of some length").decode()

Answer = Callable[[httpx.Request], httpx.Response]


class FakeIngest:
    """Answers requests with the given answers, one after the other, the last one for ever; keeps what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.requests = list(answers), list[httpx.Request]()
        self.slept: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])(request)

    def push(self, *pushables: Pushable, secret: str | None = None, patience: float = 60.0) -> list[Outcome]:
        with httpx.Client(base_url="http://ingest", transport=httpx.MockTransport(self)) as http:
            ingest = Ingest(
                http, secret=secret, patience=patience, sleep=self.slept.append, clock=lambda: 1_700_000_000
            )
            return list(ingest.push(pushables))


def accepting(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(202, json=ACCEPTED)


def refusing(status: int, retry_after: str | None = None, **body: object) -> Answer:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return lambda _request: httpx.Response(status, json=body, headers=headers)


def gone(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


def answering_lines(*statuses: int) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        numbered = enumerate(zip(request.content.splitlines(), statuses, strict=True), start=1)
        lines: Iterable[dict[str, object]] = (
            {"line": number, "status": status, **(ACCEPTED if status == 202 else {"detail": "no"})}
            for number, (_, status) in numbered
        )
        return httpx.Response(200, content="\n".join(map(json.dumps, lines)))

    return answer


def some_lines(count: int) -> list[Line]:
    return [Line(f"f:{number}", b"{}") for number in range(count)]


def test_a_text_goes_out_with_its_metadata_as_parameters() -> None:
    ingest = FakeIngest(accepting)
    (outcome,) = ingest.push(A_TEXT)
    (request,) = ingest.requests
    assert (request.method, request.url.path, dict(request.url.params)) == (
        "POST",
        "/releases",
        {"source": "example.org"},
    )
    assert (request.headers["content-type"], request.content) == ("text/plain; charset=utf-8", b"Hello")
    assert outcome == Outcome("a.txt", 202, "example.org:1", "2")
    assert outcome.accepted


def test_a_withdrawal_is_a_delete() -> None:
    ingest = FakeIngest(accepting)
    ingest.push(Withdrawal("w", "example.org:1", "an error"))
    assert (ingest.requests[0].method, ingest.requests[0].url.raw_path) == (
        "DELETE",
        b"/releases/example.org:1?reason=an+error",
    )


def test_what_cannot_be_read_is_not_sent() -> None:
    ingest = FakeIngest(accepting)
    assert ingest.push(Unreadable("x", "why")) == [Outcome("x", 0, detail="why")]
    assert ingest.requests == []


def test_a_refusal_says_what_is_wrong_where() -> None:
    errors = [{"pointer": "/source", "detail": "Field required"}]
    (outcome,) = FakeIngest(refusing(422, detail="not a release", errors=errors)).push(A_TEXT)
    assert (outcome.accepted, outcome.detail) == (False, "not a release; /source: Field required")


def test_ingest_is_asked_again_after_the_time_that_it_names() -> None:
    ingest = FakeIngest(refusing(503, "3"), refusing(429, "2"), accepting)
    assert [outcome.status for outcome in ingest.push(A_TEXT)] == [202]
    assert ingest.slept == [3, 2]


def test_patience_ends() -> None:
    ingest = FakeIngest(refusing(503, "7", detail="the broker is away"))
    (outcome,) = ingest.push(A_TEXT, patience=10)
    assert (outcome.status, outcome.detail) == (503, "the broker is away")
    assert sum(ingest.slept) == 10


def test_nobody_there_at_first_is_told_at_once() -> None:
    ingest = FakeIngest(gone)
    with pytest.raises(UnreachableError, match="http://ingest"):
        ingest.push(A_TEXT)
    assert ingest.slept == []


def test_an_ingest_that_is_away_for_a_while_is_waited_for() -> None:
    ingest = FakeIngest(accepting, gone, gone, accepting)
    assert [outcome.status for outcome in ingest.push(A_TEXT, A_TEXT)] == [202, 202]
    assert ingest.slept == [0.5, 1]


def test_lines_go_in_one_batch_and_each_has_its_outcome() -> None:
    ingest = FakeIngest(answering_lines(202, 422, 202))
    outcomes = ingest.push(*some_lines(3))
    assert [(outcome.name, outcome.status) for outcome in outcomes] == [("f:0", 202), ("f:1", 422), ("f:2", 202)]
    assert len(ingest.requests) == 1


def test_only_the_lines_that_ingest_would_take_later_are_sent_again() -> None:
    ingest = FakeIngest(answering_lines(202, 503, 429), answering_lines(202, 202))
    assert [outcome.status for outcome in ingest.push(*some_lines(3))] == [202, 202, 202]


def test_lines_without_an_answer_are_sent_again() -> None:
    def broken_off(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"line": 1, "status": 202, **ACCEPTED})

    ingest = FakeIngest(broken_off, answering_lines(202, 202))
    assert [outcome.status for outcome in ingest.push(*some_lines(3))] == [202, 202, 202]


def test_a_batch_that_is_refused_as_a_whole_gives_each_line_that_outcome() -> None:
    outcomes = FakeIngest(refusing(401, detail="not signed")).push(*some_lines(2))
    assert [(outcome.status, outcome.detail) for outcome in outcomes] == [(401, "not signed")] * 2


def test_a_signed_push_has_the_signature_that_the_standards_own_library_makes() -> None:
    ingest = FakeIngest(accepting)
    ingest.push(A_TEXT, secret=SECRET)
    (request,) = ingest.requests
    given = {name: request.headers[name] for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}
    moment = datetime.fromtimestamp(int(given["webhook-timestamp"]), UTC)
    expected = Webhook(SECRET).sign(given["webhook-id"], moment, "Hello")
    assert given["webhook-signature"] == expected


def test_a_secret_that_is_not_base64_is_refused() -> None:
    with pytest.raises(ValueError, match="base64"):
        signature(b"", secret="whsec_not base64!", timestamp=0)


@given(sizes=st.lists(st.integers(0, 50), max_size=40), most=st.integers(1, 7), most_bytes=st.integers(1, 120))
def test_batches_keep_order_and_bounds_and_lose_nothing(sizes: list[int], most: int, most_bytes: int) -> None:
    lines = [Line(str(number), b"x" * size) for number, size in enumerate(sizes)]
    found = list(batches(lines, most=most, most_bytes=most_bytes))
    assert [line for batch in found for line in batch] == lines
    for batch in found:
        assert 0 < len(batch) <= most
        assert len(batch) == 1 or sum(len(line.content) for line in batch) <= most_bytes

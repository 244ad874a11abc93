"""The query API against its own OpenAPI document: whatever is asked, each answer is one that is documented."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from tests.histories import a_history
from tests.index_bench import Bench, FakeOwners, an_app

PATHS = (
    "/participants",
    "/participants/{participant_id}",
    "/participants/{participant_id}/events",
    "/participants/{participant_id}/counterparts",
    "/releases/{release_id}",
    "/events/{event_id}",
)
KNOWN = {
    "participant_id": [f"person:p{number:04d}" for number in range(5)],
    "release_id": [f"example.org:1-{number:06d}" for number in range(5)],
}
BOUNDED = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> Any:
    bench = Bench(Path(tmp_path_factory.mktemp("index")))
    bench.hold()
    bench.store(*a_history(1, releases=40, people=5))
    return schemathesis.openapi.from_asgi("/openapi.json", an_app(bench, FakeOwners()))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", PATHS)
def test_each_answer_is_documented(queries: Any, path: str, mode: GenerationMode) -> None:
    @given(case=queries[path]["GET"].as_strategy(generation_mode=mode), data=st.data())
    @BOUNDED
    def check(case: Case[Any], data: st.DataObject) -> None:
        for name in set(case.path_parameters or {}) & set(KNOWN):
            if mode is GenerationMode.POSITIVE and data.draw(st.booleans()):
                case.path_parameters[name] = data.draw(st.sampled_from(KNOWN[name]))
        if mode is GenerationMode.POSITIVE and case.query:
            case.query.pop("cursor", None)  # only one that was given out is one: no schema can say it
        case.call_and_validate()

    check()

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from services.contracts.messages import Release
from tests.builders import a_release


@pytest.mark.parametrize(
    "moment",
    [date(2018, 9, 26), datetime(2018, 9, 26, 15, 47), datetime(2018, 9, 26, 15, 47, tzinfo=UTC)],  # noqa: DTZ001 - a release may name no zone
)
def test_a_moment_survives_json_as_precise_as_it_was(moment: date) -> None:
    read = Release.model_validate_json(a_release(published_at=moment).model_dump_json())
    assert read.published_at == moment
    assert type(read.published_at) is type(moment)


@pytest.mark.parametrize("text", ['"2018"', '"20180926"', '"2018-13-01"', '"2018-09-26T99"', "1537976820"])
def test_a_moment_that_is_not_iso_8601_is_refused(text: str) -> None:
    json = a_release(published_at=None).model_dump_json().replace('"published_at":null', f'"published_at":{text}')
    with pytest.raises(ValidationError):
        Release.model_validate_json(json)

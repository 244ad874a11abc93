"""The base of every value in a message."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Model(BaseModel):
    """A frozen value. Unknown fields are ignored, so that a newer writer does not break an older reader."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", strict=True, ser_json_bytes="base64", val_json_bytes="base64"
    )


def _iso_only(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if _ISO_DATE.fullmatch(value) else _time_of_day(value)
    except ValueError:
        raise ValueError(
            "must be an ISO 8601 date or date and time, such as 2018-09-26 or 2018-09-26T15:47:00Z"
        ) from None


def _time_of_day(value: str) -> datetime:
    if not _ISO_DATE.match(value):
        raise ValueError
    return datetime.fromisoformat(value)


Moment = Annotated[date | datetime, BeforeValidator(_iso_only)]
"""A day, or a time of a day with or without a zone: as precise as the release itself says it."""


def day_of(moment: date | datetime) -> date:
    """The calendar day of a moment, in the moment's own zone."""
    return moment.date() if isinstance(moment, datetime) else moment

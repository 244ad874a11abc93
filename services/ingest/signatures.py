"""Standard Webhooks 1.0: a source that has secrets must sign what it sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from services.runtime.problems import Problem

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
CHALLENGE = {"WWW-Authenticate": 'Webhook version="1.0"'}

Secrets = Mapping[str, Sequence[SecretStr]]


def signed(headers: Mapping[str, str]) -> bool:
    """Whether the request claims a signature at all."""
    return "webhook-signature" in headers


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature over the raw bytes of one request, asked for any number of sources."""

    secrets: Secrets
    headers: Mapping[str, str]
    content: bytes
    _verdicts: dict[str, str | None] = field(default_factory=dict)

    def require(self, source: str) -> None:
        """Pass when `source` has no secret, or when one of its secrets signed this request.

        Raises:
            Problem: 401.
        """
        if source not in self.secrets:
            return
        if source not in self._verdicts:
            self._verdicts[source] = self._fault(source)
        if (fault := self._verdicts[source]) is not None:
            raise Problem(401, f"{source} signs what it sends, and this is not: {fault}", headers=CHALLENGE)

    def _fault(self, source: str) -> str | None:
        """Why no secret of the source fits; None when one does. Of several faults the last: all look alike outside."""
        fault: str | None = "it has no secret that is in use"
        for secret in self.secrets[source]:
            if (fault := _fault(secret, self.headers, self.content)) is None:
                return None
        return fault


def _fault(secret: SecretStr, headers: Mapping[str, str], content: bytes) -> str | None:
    given = {name: headers[name] for name in HEADERS if name in headers}
    try:
        Webhook(secret.get_secret_value()).verify(content, given, json_parse=False)
    except WebhookVerificationError as error:
        return str(error).lower()
    except ValueError:
        return "the signature cannot be read"
    return None

"""`python -m services.runtime.probe URL`: exit 0 when the address answers 2xx, for container health checks."""

import http.client
import sys
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 4


def main(url: str) -> int:
    """0 for a 2xx answer; 1, with the reason on standard output, for anything else."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", address.path)
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        print(f"{url}: {error!r}")  # noqa: T201 - docker keeps what a health check prints
        return 1
    print(body)  # noqa: T201 - as above
    return 0 if answer.status // 100 == 2 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

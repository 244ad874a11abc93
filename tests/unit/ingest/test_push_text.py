from datetime import date

import httpx
import pytest

from services.contracts import codec
from services.contracts.messages import ReleasePublished
from services.contracts.topics import RELEASES_RAW
from tests.fakes import FakePublisher

TEXT = {"content-type": "text/plain; charset=utf-8"}
HTML = {"content-type": "text/html"}
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Minister meets President - Ministry</title>
<meta property="og:title" content="Minister meets President"><script>var tracked = 1;</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">Newsroom</a></li></ul></nav>
<main><article><h1>Minister meets President</h1>
<p>The Foreign Minister met the President of Ruritania in Strelsau on Monday &amp; spoke about fisheries.</p>
<p>On Tuesday she is to open the conference on the law of the sea, where forty states are expected.</p>
</article></main><footer><p>Cookies. Imprint. Contact.</p></footer></body></html>"""


def stored(publisher: FakePublisher) -> ReleasePublished:
    (record,) = publisher.records
    _, message = codec.decode(RELEASES_RAW, record.value, record.headers)
    assert isinstance(message, ReleasePublished)
    return message


async def test_a_text_is_stored_to_the_byte_with_its_metadata_from_the_query(
    client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    text = "\r\n  Le ministre a rencontré\u00a0…\r\n\r\nFin. \n"
    metadata = {
        "source": "nato.int",
        "title": "Titre",
        "language": "fr",
        "published_at": "2018-09-26",
        "updated_at": "2018-09-27T10:00:00Z",
        "external_id": "158001",
        "url": "https://nato.int/158001",
    }
    answer = await client.post("/releases", params=metadata, content=text.encode(), headers=TEXT)
    release = stored(publisher).release
    assert answer.status_code == 202
    assert release.body == text
    assert (release.source, release.title, release.language) == ("nato.int", "Titre", "fr")
    assert (release.external_id, release.url) == ("158001", "https://nato.int/158001")
    assert release.published_at == date(2018, 9, 26)
    assert release.updated_at is not None


async def test_a_text_without_a_title_is_called_by_its_first_line_that_says_something(
    client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    await client.post("/releases?source=nato.int", content="\n \n  The title  \n\nThe rest.\n", headers=TEXT)
    release = stored(publisher).release
    assert (release.title, release.body) == ("The title", "\n \n  The title  \n\nThe rest.\n")


async def test_a_byte_order_mark_is_not_text(client: httpx.AsyncClient, publisher: FakePublisher) -> None:
    await client.post("/releases?source=nato.int", content=b"\xef\xbb\xbfTitle\n", headers=TEXT)
    assert stored(publisher).release.body == "Title\n"


@pytest.mark.parametrize(
    ("query", "content", "status"),
    [
        ("source=nato.int", b"", 422),
        ("source=nato.int", b" \n ", 422),
        ("source=nato.int", b"a\x00b", 422),
        ("source=nato.int", "\u0093quoted\u0094".encode(), 422),
        ("source=nato.int", b"caf\xe9", 400),
        ("source=nato.int", b"\xed\xa0\x80", 400),
        ("source=nato.int", "utf-16".encode("utf-16"), 400),
        ("", b"text", 422),
        ("source=nato.int&colour=red", b"text", 422),
        ("source=nato.int&source=un.org", b"text", 422),
        ("source=nato.int&body=other", b"text", 422),
        ("source=nato.int&language=", b"text", 422),
        ("source=nato.int&published_at=26/09/2018", b"text", 422),
        ("source=nato.int&title=%00", b"text", 422),
    ],
)
async def test_a_text_that_is_not_a_release_is_refused(
    query: str, content: bytes, status: int, client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    answer = await client.post(f"/releases?{query}", content=content, headers=TEXT)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert publisher.records == []


async def test_html_is_reduced_to_what_a_reader_sees_and_kept(
    client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    answer = await client.post("/releases?source=example.org", content=PAGE.encode(), headers=HTML)
    message = stored(publisher)
    assert answer.status_code == 202
    assert message.release.title == "Minister meets President"
    assert "in Strelsau on Monday & spoke about fisheries." in message.release.body
    assert "forty states" in message.release.body
    for clutter in ("Newsroom", "Cookies", "tracked", "<p>"):
        assert clutter not in message.release.body
    assert message.original is not None
    assert (message.original.media_type, message.original.content) == ("text/html", PAGE)


async def test_a_title_in_the_query_goes_before_that_of_the_document(
    client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    await client.post("/releases?source=example.org&title=Given", content=PAGE.encode(), headers=HTML)
    assert stored(publisher).release.title == "Given"


@pytest.mark.parametrize(
    "document", ["", " ", "<html></html>", "<script>x()</script>", "<p>a\x00b</p>" * 9, "<!-- -->", "<p>", "\x00"]
)
async def test_html_without_text_is_refused(document: str, client: httpx.AsyncClient) -> None:
    answer = await client.post("/releases?source=example.org", content=document.encode(), headers=HTML)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("<p>The ministers met.</p>", "The ministers met."),
        ("<p>A &lt;p&gt; is a paragraph, they said.</p>", "A <p> is a paragraph, they said."),
        ("The ministers <b>met</b>.", "The ministers met."),
        (
            '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Réunion à Genève.</p></body></html>',
            "Réunion à Genève.",
        ),
    ],
)
async def test_a_fragment_is_reduced_too(
    document: str, text: str, client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    await client.post("/releases?source=example.org", content=document.encode(), headers=HTML)
    assert stored(publisher).release.body == text


async def test_html_that_would_take_long_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/releases?source=example.org", content=b"<p>x" * 10_001, headers=HTML)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "application/xml"},
        {"content-type": "text/plain; charset=iso-8859-1"},
        {"content-type": "text/plain", "content-encoding": "gzip"},
    ],
)
async def test_other_media_types_charsets_and_codings_are_refused(
    headers: dict[str, str], client: httpx.AsyncClient
) -> None:
    answer = await client.post("/releases?source=nato.int", content=b"text", headers=headers)
    assert answer.status_code == 415
    assert "accept" in answer.headers or "accept-encoding" in answer.headers

"""The ingest service as an ASGI app: where everything is wired."""

import contextlib
from collections.abc import AsyncIterator, Iterable

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from services import __version__
from services.ingest import documents
from services.ingest.metrics import Metrics
from services.ingest.observed import Observed
from services.ingest.publisher import Publisher
from services.ingest.rates import Rates
from services.ingest.requests import client_of
from services.ingest.service import Service
from services.ingest.settings import IngestSettings
from services.runtime.clock import Clock, utc_now
from services.runtime.health import Check, health_routes
from services.runtime.problems import Problem
from services.runtime.watchdog import Watchdog


def create_app(
    settings: IngestSettings,
    *,
    publisher: Publisher,
    metrics: Metrics | None = None,
    clock: Clock = utc_now,
    watchdog: Watchdog | None = None,
) -> FastAPI:
    """The service over `publisher`, which is started and stopped with it."""
    metrics, watchdog = metrics or Metrics(), watchdog or Watchdog()
    rates = Rates(per_client=settings.rate_per_client, per_source=settings.rate_per_source)
    service = Service(settings, publisher, clock, rates, metrics)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with watchdog.watching(), publisher.running():
            yield

    app = FastAPI(title="Readout ingest", version=__version__, lifespan=lifespan, redoc_url=None)
    app.description = documents.DESCRIPTION
    app.add_middleware(Observed, metrics=metrics)
    _add_problems(app, metrics)
    _add_routes(app, service)
    app.router.routes.extend(
        health_routes(alive=lambda: _alive(watchdog), ready=publisher.ready, registry=metrics.registry)
    )
    documents.document(app)
    return app


def _add_routes(app: FastAPI, service: Service) -> None:
    @app.post("/releases", **documents.PUSH)
    async def push(request: Request) -> Response:
        await service.rates.admit_client(client_of(request))
        return await service.push(request)

    @app.post("/releases/batch", **documents.BATCH)
    async def push_batch(request: Request) -> Response:
        await service.rates.admit_client(client_of(request))
        return await service.push_batch(request)

    @app.delete("/releases/{release_id}", **documents.WITHDRAW)
    async def withdraw(request: Request, release_id: documents.ReleaseId) -> Response:
        await service.rates.admit_client(client_of(request))
        return await service.withdraw(request, release_id)

    @app.get("/", include_in_schema=False)
    async def pointer() -> JSONResponse:
        return JSONResponse(documents.POINTER)


def _add_problems(app: FastAPI, metrics: Metrics) -> None:
    """Every error answer is a problem; what was asked of us and refused is counted."""

    @app.exception_handler(Problem)
    async def problem(_request: Request, problem: Problem) -> Response:
        metrics.refused(problem.status)
        return problem.response()

    @app.exception_handler(HTTPException)
    async def http_error(_request: Request, error: HTTPException) -> Response:
        return Problem(error.status_code, error.detail, headers=error.headers).response()

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        return Problem(422, str(error)).response()

    @app.exception_handler(ClientDisconnect)
    async def gone(_request: Request, _error: ClientDisconnect) -> Response:
        return Problem(400, "the sender left before the end").response()

    @app.exception_handler(Exception)
    async def bug(_request: Request, _error: Exception) -> Response:
        return Problem(500, "an error of ours; it is in the log").response()


def _alive(watchdog: Watchdog) -> Iterable[Check]:
    fault = watchdog.verdict()
    yield Check("loop", fault is None, fault or f"ran {watchdog.silence:.1f} s ago")

# One image for each service: docker build --build-arg SERVICE=ingest|enrich|index|cli
ARG PYTHON_IMAGE=python:3.12-slim

# the same for all services: built once
FROM ${PYTHON_IMAGE} AS wheel
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY services services
RUN --mount=type=cache,target=/root/.cache/pip python3 -m pip wheel --quiet --no-deps --wheel-dir /wheels .

FROM ${PYTHON_IMAGE} AS build
ARG SERVICE
WORKDIR /build
RUN python3 -m venv /opt/readout
COPY requirements/${SERVICE}.txt requirements.txt
RUN --mount=type=cache,target=/root/.cache/pip \
    /opt/readout/bin/pip install --quiet --require-hashes --requirement requirements.txt
RUN --mount=type=bind,from=wheel,source=/wheels,target=/wheels \
    /opt/readout/bin/pip install --quiet --no-deps /wheels/*.whl \
    && /opt/readout/bin/pip uninstall --quiet --yes pip setuptools

FROM ${PYTHON_IMAGE}
ARG SERVICE
RUN useradd --system --uid 10001 --home-dir /nonexistent readout && install -d -o readout /var/lib/readout
COPY --from=build /opt/readout /opt/readout
ENV PATH=/opt/readout/bin:$PATH SERVICE=${SERVICE} PYTHONUNBUFFERED=1
USER readout
WORKDIR /var/lib/readout
# the command line has no health of its own
HEALTHCHECK --interval=3s --timeout=5s --retries=6 --start-period=30s CMD ["sh", "-c", "\
    case $SERVICE in \
        ingest) port=${READOUT_INGEST_PORT:-8080} ;; \
        enrich) port=${READOUT_ENRICH_PORT:-8082} ;; \
        index) port=${READOUT_INDEX_PORT:-8081} ;; \
        *) exit 0 ;; \
    esac; \
    exec python -m services.runtime.probe http://127.0.0.1:$port/readyz"]
# exec: the service is process 1 and gets SIGTERM itself
CMD ["sh", "-c", "exec python -m services.$SERVICE"]

# Parley in a container: docs/serving.md says how to run it.

FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /opt/parley
# The dependencies alone first: this layer is kept as long as the lock file does not change.
COPY requirements.lock ./
RUN /opt/parley/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml ./
COPY bot bot
COPY handlers handlers
COPY reminders reminders
COPY store store
COPY locales locales
RUN /opt/parley/bin/pip install --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin parley \
 && install -d -m 700 -o parley -g parley /data
COPY --from=build /opt/parley /opt/parley
ENV PATH=/opt/parley/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PARLEY_HTTP=0.0.0.0:8080
USER parley
# Database, key file and anchors: Parley looks for them in the folder that it runs in.
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["python", "-c", "from http.client import HTTPConnection as To; to = To('127.0.0.1', 8080, timeout=3); to.request('GET', '/health'); raise SystemExit(to.getresponse().status != 200)"]
CMD ["parley", "serve"]

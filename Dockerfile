ARG BASE=python:3.13-slim

FROM ${BASE} AS build
WORKDIR /seedbed
RUN python -m venv .venv
COPY requirements.txt .
RUN .venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt
COPY . .
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && .venv/bin/python -m compileall -q app migrations \
    && chmod -R u=rwX,go=rX .

FROM ${BASE}
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin seedbed \
    && install -d -m 700 -o seedbed -g seedbed /data
# The same path as above: the environment knows it. Root's, so the server cannot change itself.
COPY --from=build /seedbed /seedbed
WORKDIR /seedbed
ENV PATH=/seedbed/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SEEDBED_DATA_DIR=/data
VOLUME /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD \
    ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["seedbed", "serve", "--host", "0.0.0.0"]

# The pages are built with the same Node as everywhere, and of all that only the result is kept.
FROM python:3.11-slim AS pages
WORKDIR /build
COPY requirements/web.txt requirements/web.txt
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/web.txt
COPY chassis/__init__.py chassis/web_build.py chassis/
COPY web web
RUN python -m chassis.web_build

FROM python:3.11-slim

# Nothing here needs root at run time.
RUN useradd --create-home --uid 10001 servicepro && install -d -o servicepro /var/lib/servicepro
WORKDIR /app

COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/base.txt

COPY pyproject.toml ./
COPY contracts contracts
COPY chassis chassis
COPY services services
COPY sandbox sandbox
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
COPY --from=pages /build/web/dist web/dist

USER servicepro
ENV SERVICEPRO_HOME=/var/lib/servicepro WEB_DIST=/app/web/dist
ENTRYPOINT ["servicepro"]
CMD ["up"]

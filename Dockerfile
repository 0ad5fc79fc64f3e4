# The pages are built with the same Node as everywhere, and of all that only the result is kept.
FROM python:3.11-slim AS pages
WORKDIR /build
COPY requirements/web.txt requirements/web.txt
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/web.txt
COPY chassis/__init__.py chassis/web_build.py chassis/
COPY web web
RUN python -m chassis.web_build

# Neither the embedded PostgreSQL nor the sandbox: production has the real ones.
FROM python:3.11-slim AS production

# Nothing here needs root at run time. By number, so that a platform can see that it is not root.
RUN useradd --create-home --uid 10001 servicepro && install -d -o servicepro /var/lib/servicepro
WORKDIR /app

COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/base.txt

COPY pyproject.toml ./
COPY contracts contracts
COPY chassis chassis
COPY services services
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
COPY --from=pages /build/web/dist web/dist

USER 10001:10001
ENV SERVICEPRO_HOME=/var/lib/servicepro WEB_DIST=/app/web/dist
ENTRYPOINT ["servicepro"]

# A rehearsal plays Twilio, and can run everything in one container.
FROM production AS rehearsal
USER 0:0
COPY requirements/embedded.txt requirements/embedded.txt
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/embedded.txt
COPY sandbox sandbox
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
USER 10001:10001
CMD ["up"]

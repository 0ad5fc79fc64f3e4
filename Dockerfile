FROM python:3.11-slim

# Nothing here needs root at run time.
RUN useradd --create-home --uid 10001 servicepro && install -d -o servicepro /var/lib/servicepro
WORKDIR /app

COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/base.txt

COPY pyproject.toml ./
COPY contracts contracts
COPY chassis chassis
COPY services services
COPY sandbox sandbox
RUN pip install --no-cache-dir --no-deps --no-build-isolation .

USER servicepro
ENV SERVICEPRO_HOME=/var/lib/servicepro
ENTRYPOINT ["servicepro"]
CMD ["up"]

FROM python:3.12-slim
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml .python-version README.md ./
COPY bot ./bot
COPY policies ./policies
COPY data ./data
RUN uv sync --no-dev && useradd --create-home tongxing && mkdir -p var && chown -R tongxing /app
USER tongxing
CMD ["uv", "run", "--no-dev", "tongxing", "serve", "--host", "0.0.0.0"]

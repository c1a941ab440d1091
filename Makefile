.PHONY: serve test lint format pins schema benchmarks

serve:        ## everything on one machine
	uv run tongxing serve

test:         ## the tests of the README
	uv run pytest

lint:         ## what CI checks besides the tests
	uv run ruff check .
	uv run ruff format --check .
	uv run mypy
	uv run lint-imports
	uv run tongxing policies check
	uv run tongxing policies coverage > /dev/null
	cd nlu && uv run ruff check .

format:       ## rewrite the code in the house's form
	uv run ruff check --fix .
	uv run ruff format .

pins:         ## newest versions of all dependencies, written by name
	uv run python .ci/pins.py update

schema:       ## JSON Schema of the policy files, for editors
	uv run python -m bot.catalog.publish_schema

benchmarks:   ## see benchmarks/README.md
	uv run python -m benchmarks.run

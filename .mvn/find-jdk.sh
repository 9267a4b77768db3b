# Sourced by ./mvnw and ./inhouse: sets JAVA_HOME to a JDK 25 or newer, whatever it pointed to before.
jdk_wanted=25

jdk_version() { # directory -> feature version, 0 when it is no JDK
  [ -x "$1/bin/javac" ] || { echo 0; return; }
  [ -r "$1/release" ] || { echo 0; return; }
  v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  echo "${v:-0}"
}

find_jdk() {
  on_path=$(command -v javac 2>/dev/null || true)
  [ -n "$on_path" ] && on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path") && on_path=${on_path%/bin/javac}
  for d in "${INHOUSE_JDK:-}" "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/jdk* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$d" ] && [ "$(jdk_version "$d")" -ge "$jdk_wanted" ] && { echo "$d"; return 0; }
  done
  return 1
}

JAVA_HOME=$(find_jdk) || {
  echo "$(basename "$0"): no JDK $jdk_wanted found (looked at JAVA_HOME, PATH and the usual folders). Install one, for example Eclipse Temurin $jdk_wanted, or point INHOUSE_JDK to it." >&2
  exit 3
}

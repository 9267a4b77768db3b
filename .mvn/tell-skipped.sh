# Sourced by ./inhouse test when the tests have run: names every test that was skipped since the file $begun was made, and why.
skipped=$(find "$here" -path '*/target/surefire-reports/TEST-*.xml' -newer "$begun" -exec awk '
  function value(name) {
    if (!match($0, " " name "=\"[^\"]*\"")) return ""
    return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
  }
  /<testcase / { test = value("classname") "." value("name") }
  /<skipped/ { print "  " test ": " value("message") }
' {} + | sed 's/&#10;/ /g; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | sort)
if [ -n "$skipped" ]; then
  printf 'inhouse: NOT TESTED here:\n%s\n' "$skipped"
fi

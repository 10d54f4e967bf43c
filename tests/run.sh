#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET SDK; what the tests start themselves (PostgreSQL, RabbitMQ, Prometheus, Chromium with a Chinese font, npm) it installs
# from Debian's packages where it is missing. Packages come from the registries of NuGet and npm that are configured; otherwise no test leaves the machine.
# usage: tests/run.sh [dotnet test arguments, such as --filter Folding]
set -euo pipefail
cd "$(dirname "$0")/.."

command -v dotnet >/dev/null || { echo "tests/run.sh: the .NET SDK is not on the PATH; install .NET 10 from https://dotnet.microsoft.com" >&2; exit 2; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v rabbitmq-server >/dev/null || [ -x /usr/sbin/rabbitmq-server ] || missing+=(rabbitmq-server)
command -v promtool >/dev/null || missing+=(prometheus)
[ -x /usr/bin/chromium ] || missing+=(chromium)
compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || missing+=(fonts-noto-cjk)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ]; then
  as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  # A package's own service must not start: the tests have servers of their own, on ports of their own.
  policy=/usr/sbin/policy-rc.d
  echo "tests/run.sh: installing ${missing[*]}"
  if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
    made=""
    [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null; "${as_root[@]}" chmod +x "$policy"; made=yes; }
    { "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"; } >/dev/null \
      || echo "tests/run.sh: could not install ${missing[*]}; the tests that need them will fail and say so" >&2
    [ -z "$made" ] || "${as_root[@]}" rm -f "$policy"
  else
    echo "tests/run.sh: ${missing[*]} missing, and this user may not install them; the tests that need them will fail and say so" >&2
  fi
fi

dotnet build QA.sln --configuration Release --verbosity quiet

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test QA.sln --configuration Release --no-build --blame-hang-timeout 10m "$@" 2>&1 | tee "$log" || status=$?

# One line for all projects together; a project that ran no test fails the run.
awk '
  /Failed: +[0-9]+, Passed: +[0-9]+/ {
    match($0, /Failed: +[0-9]+/); failed += substr($0, RSTART + 7, RLENGTH - 7)
    match($0, /Passed: +[0-9]+/); passed += substr($0, RSTART + 7, RLENGTH - 7)
    match($0, /Skipped: +[0-9]+/); skipped += substr($0, RSTART + 8, RLENGTH - 8)
  }
  END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit passed == 0 }
' "$log" || { echo "tests/run.sh: no test ran" >&2; exit 1; }
exit "$status"

#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET SDK and nothing else: the store is embedded, and no test leaves the machine.
# usage: tests/run.sh [dotnet test arguments, such as --filter Folding]
set -euo pipefail
cd "$(dirname "$0")/.."

command -v dotnet >/dev/null || { echo "tests/run.sh: the .NET SDK is not on the PATH; install .NET 10 from https://dotnet.microsoft.com" >&2; exit 2; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

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

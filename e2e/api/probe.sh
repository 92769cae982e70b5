#!/usr/bin/env bash
# Holds the running API against its own document with schemathesis (from PyPI, into a folder of its own): no request, however
# odd, may end in a server error or in an answer that the document does not have. Wants python3 with venv, and a built orderly.
set -euo pipefail
cd "$(dirname "$0")"
bin="$(realpath "${ORDERLY_BIN:-../../target/debug/orderly}")"
work="$(mktemp -d)"
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install 'schemathesis==4.32.5'
port="${PORT:-18973}"
"$bin" demo --data "$work/demo" --listen "127.0.0.1:$port" --tickets "${TICKETS:-60}" >"$work/log" 2>&1 &
server=$!
for _ in $(seq 240); do curl -sf -o /dev/null "http://127.0.0.1:$port/healthz" && break; sleep 0.5; done
duties='["own-account","report-trouble","work-tickets","direct-work","see-phi","read-assets","manage-assets","read-organizations",
  "manage-organizations","read-people","manage-people","read-agreements","sign-agreements","read-ledger","open-emergency",
  "review-emergency","run-house"]'
token="$("$bin" do people.make-token "{\"name\":\"probe\",\"duties\":$duties,\"organizations\":[],\"days\":1}" \
  --data "$work/demo" --as olive@harborlight.example | grep -o 'ord_[A-Za-z0-9_-]*')"
# It keeps notes of its runs beside itself.
cd "$work"
"$work/venv/bin/schemathesis" run "http://127.0.0.1:$port/api/v1/openapi.json" \
  -H "Authorization: Bearer $token" --max-examples "${EXAMPLES:-20}" \
  --checks not_a_server_error,content_type_conformance,response_schema_conformance,status_code_conformance \
  --phases fuzzing,stateful "$@"

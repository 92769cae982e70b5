#!/usr/bin/env python3
"""Validates what Orderly exports in the words of VERIS against the schema of VERIS.

ORDERLY_VERIS_SCHEMA names a copy of verisc-merged.json (public repository vz-risk/veris, VERIS 1.4); it is not part of this
project. Without it this says so and ends well. Needs Python's jsonschema.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

schema_file = os.environ.get("ORDERLY_VERIS_SCHEMA")
if not schema_file:
    print("ORDERLY_VERIS_SCHEMA names no schema of VERIS; nothing was validated.")
    sys.exit(0)
try:
    import jsonschema
except ImportError:
    print("Python has no jsonschema; nothing was validated.")
    sys.exit(1)

with open(schema_file, encoding="utf-8") as file:
    schema = json.load(file)
# Each edition of the schema knows only the years up to its own.
schema["properties"]["timeline"]["properties"]["incident"]["properties"]["year"].pop("maximum", None)
with tempfile.TemporaryDirectory() as folder:
    story = ["cargo", "test", "-q", "-p", "stories", "--test", "stories", "--", "veris"]
    root = pathlib.Path(__file__).resolve().parent.parent
    subprocess.run(story, cwd=root, env={**os.environ, "ORDERLY_VERIS_RECORDS": folder}, check=True)
    records = sorted(pathlib.Path(folder).glob("*.json"))
    if not records:
        print("The story wrote no record.")
        sys.exit(1)
    wrong = 0
    checker = jsonschema.Draft4Validator(schema)
    for record in records:
        for error in checker.iter_errors(json.loads(record.read_text(encoding="utf-8"))):
            wrong += 1
            print(f"{record.stem}: {'.'.join(map(str, error.absolute_path))}: {error.message}")
    print(f"{len(records)} records, {wrong} errors.")
    sys.exit(1 if wrong else 0)

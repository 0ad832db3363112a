#!/bin/sh
# Generates the Python stubs of the contract into the folder given (default: stubs, beside this script).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
protos=$here/../../protos
stubs=${1:-$here/stubs}
mkdir -p "$stubs"
cd "$protos"
protoc -I . --python_out="$stubs" --grpc_out="$stubs" \
  --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" sops/v1/*.proto google/api/*.proto

#!/bin/sh
# Writes the completion scripts of the shells into a folder: sh packaging/completions.sh FOLDER
set -eu
mkdir -p "$1"
CGO_ENABLED=0 go build -o "$1/gherkind" ./cmd/gherkind
for shell in bash zsh fish powershell; do
	"$1/gherkind" completion "$shell" >"$1/gherkind.$shell"
done
rm "$1/gherkind"

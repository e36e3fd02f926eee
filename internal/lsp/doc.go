// Package lsp is a language server for features: lint findings, completion of steps and names, documentation, definitions,
// renaming, formatting, and commands to run a scenario. See https://microsoft.github.io/language-server-protocol/.
package lsp

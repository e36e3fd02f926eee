// Package lsp is a language server for features: what lint finds, completion of steps and names, documentation, definitions,
// renaming, layout, and commands to run a scenario. See https://microsoft.github.io/language-server-protocol/.
package lsp

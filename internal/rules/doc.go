// Package rules is the table of what can be wrong with features and manifests before anything runs: the name of each rule,
// how bad it is, what it is about, and an example. `gherkind lint --list-rules` and docs/lint.md are made from it.
package rules

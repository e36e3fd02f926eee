// Package rules is the table of mistakes in features and manifests that are found before a run: the name of each rule, its severity,
// its documentation and an example. `gherkind lint --list-rules` and docs/lint.md are made from it.
package rules

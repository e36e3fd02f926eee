// Package rules has the table of the mistakes in features and manifests that are found before a run: the name of each rule, its
// severity, its documentation and an example. `gherkind lint --list-rules` and docs/lint.md are generated from it.
package rules

// Package operator breaks Kubernetes manifests, one change at a time. An operator looks at one object and says which changes
// would take a behaviour away that a scenario ought to prove; [Mutants] makes the manifests.
//
// An operator is a file of its own, with the example that its test and docs/mutation-operators.md use, and one line in
// [Catalogue].
package operator

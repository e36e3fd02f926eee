// Package operator breaks Kubernetes manifests, one change at a time. An operator looks at one object and returns the changes
// that would remove a behaviour which a scenario should prove; [Mutants] creates the manifests.
//
// Each operator has its own file, with the example that its test and docs/mutation-operators.md use, and one line in
// [Catalogue].
package operator

// Package lint checks features and manifests without a cluster. It finds everything that a run would refuse or warn about, with
// its position, and scenarios that pass without proving anything. Package rules has the table of the rules.
package lint

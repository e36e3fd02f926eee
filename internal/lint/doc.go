// Package lint finds what is wrong with features and manifests without a cluster: all that a run would refuse or warn of,
// each at its place, and what a scenario does not prove although it passes. Package rules is the table of the rules.
package lint

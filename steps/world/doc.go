// Package world holds the state of one scenario: its namespaces, what it
// applied, its timeline, and the undo stack that leaves the cluster as it was.
//
// A [Run] is shared by all scenarios of a run, which may only read it. A [World]
// belongs to exactly one scenario.
package world

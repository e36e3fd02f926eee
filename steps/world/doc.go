// Package world holds the state of one scenario: its namespaces, the objects it applied, its timeline, and the undo stack that
// restores the cluster.
//
// A [Run] is shared by all scenarios of a run, which only read it. A [World] belongs to exactly one scenario.
package world

// Package world holds the state of one scenario: its namespaces, what it
// applied, its timeline, and the undo stack that leaves the cluster as it was.
//
// A [Run] is what all scenarios of one run share and may only read. A [World]
// belongs to exactly one scenario; two scenarios never see each other's.
package world

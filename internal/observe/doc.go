// Package observe turns watches into timelines.
//
// A [Hub] keeps one watch per kind for a whole run, or, in a cluster with more
// in it than what the run has made, one per kind and namespace of a scenario, as
// long as that is open. Every version of every object reaches the [Timeline] of the scenario whose namespace it is in, with
// the time it was seen. A wait sends no request: its check, a pure function,
// is evaluated at once and then on each observation, in order, so that a state
// that lasts for a single version is not missed.
package observe

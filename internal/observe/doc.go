// Package observe turns watches into timelines.
//
// A [Hub] keeps one watch per kind for a whole run, or, on an external cluster, one per kind and namespace of a scenario while
// that is open. Every version of every object reaches the [Timeline] of the scenario that owns its namespace, with the time of
// arrival. A wait sends no request: its check, a pure function, is evaluated at once and then on each observation, in order, so
// that a state that lasts for a single version is not missed.
package observe

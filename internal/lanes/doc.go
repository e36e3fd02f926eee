// Package lanes draws the history of a scenario's pods: a lane for each pod, with bars for the
// states of its containers and marks for events, on the time axis of the scenario's steps.
//
// # Two clocks
//
// Steps are timed by this machine. Kubernetes timestamps come from the clock of a node and mostly
// have whole seconds, so a container that started 0.9 seconds after a step began may appear to
// have started before it. The order in which versions of an object arrive is reliable, however:
// what a version shows happened after the previous version, which did not show it, was sent, and
// before this version arrived. So the arrival time of a version is the time of what it shows.
// Server timestamps only place what started and ended between two versions, and are
// clamped to the time between them. The picture lags by the latency of a watch, usually
// a few milliseconds, and never shows an effect before its cause.
package lanes

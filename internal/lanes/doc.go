// Package lanes draws what became of the pods of a scenario: a lane for each pod, with
// bars for what its containers were doing and marks for events, on the time axis
// of the scenario's steps.
//
// # Two clocks
//
// Steps are timed by this machine. Kubernetes notes when something happened by the
// clock of a node, and mostly in whole seconds, so a container that started
// 0.9 seconds after a step began may say that it started before it. The order in
// which versions arrived is certain, however: what a version shows happened before it
// arrived, and after the version before it, which did not show it, had left. So
// a version's time of arrival is the time of what it shows; the server's
// timestamps only place what began and ended between two versions, and are
// moved into the time between them. The picture is late by what a watch takes, mostly
// some milliseconds, and never shows an effect before its cause.
package lanes

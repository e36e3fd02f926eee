// Package objects reads what a scenario has seen of objects: the state of containers and pods, the pods and replicas of
// workloads, the endpoints of services, events, conditions, and the history of each. All of it is pure: a function of a view.
package objects

// Package engine runs the scenarios of a plan on a cluster: in parallel, each in its own namespaces.
package engine

// Package engine runs the scenarios of a plan on a cluster: several at a time, each in namespaces of its own.
package engine

// Package kinds knows the built-in kinds of Kubernetes by all names that kubectl accepts. All other kinds are custom resources.
package kinds

// Package kinds knows the kinds that Kubernetes itself has, by the names that kubectl takes. All other kinds are of custom
// resources.
package kinds

// Package drain empties a node as kubectl drain does: it evicts the pods, respects their disruption budgets, and waits.
package drain

// Package replay judges recorded scenarios again, without a cluster.
package replay

// Package doctor checks everything that a run needs on this machine, and returns the state of each item and how to fix it.
//
// It is read-only: nothing is started, pulled, created or written. The checks that a run performs before it creates anything use
// the same functions, in packages host, nodeimage and cluster; see [Run].
package doctor

// Package throttle tells how much more this machine can take.
//
// Scenarios mostly wait, but what they wait for, the start of pods, costs CPU time, on a kind cluster that of this
// machine. When there is none left, more scenarios at a time end no sooner: each of them only takes longer, until its
// waits run out. How many are too many depends on the machine, and on what the scenarios do.
package throttle

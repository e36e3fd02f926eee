// Package throttle decides whether this machine has CPU time for another scenario.
//
// Scenarios mostly wait, but what they wait for, such as the start of pods, costs CPU time; on a kind cluster, CPU time of this
// machine. Once the CPU is busy, more parallel scenarios do not finish the run sooner: each of them only takes longer, until its
// waits time out. How many are too many depends on the machine and on the scenarios.
package throttle

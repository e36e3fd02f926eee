// Package explain says why an object of a cluster is not in the expected state.
//
// It is pure: objects, events and log lines go in ([Facts]), findings come out
// ([Why]). It has no client and no clock, so every explanation can be tested from
// recorded objects and repeated from a saved timeline.
//
// A [finding] has a stable code, one sentence with the names and numbers that
// matter, a hint for the next action, and the evidence for it. Several
// findings about one object are ordered by cause: what caused the others
// comes first. All codes are listed by [Codes].
//
// Text that a pod or an image can choose is escaped and limited in length before it gets
// into a finding (see package plaintext), so a finding may be printed as it is.
//
// Each cause has its own file. A new cause is a function of type podCause (or a branch of
// one of the walkers for other kinds), its code at the top of that file, and a recorded case in
// testdata, next to a near miss.
package explain

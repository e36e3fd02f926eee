// Package failfast recognises states from which an object cannot recover by itself, so that a wait can end before its
// timeout.
//
// It is cautious: as long as a controller, the scheduler or the kubelet may still fix the state, the wait goes on. All
// functions are pure: they take a view, and return a reason with the time from which it applies.
package failfast

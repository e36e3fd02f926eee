// Package failfast recognises states from which an object cannot recover by itself, so that a wait can end before its
// timeout.
//
// It is cautious: while a controller, the scheduler or the kubelet may still fix the state, the wait continues. All
// functions are pure: they take a view and return a reason with the time from which it applies.
package failfast

//go:build !unix

package cli

// outputLost is false: without SIGPIPE, a write to a closed pipe returns an error.
func outputLost() bool { return false }

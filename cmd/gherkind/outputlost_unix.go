//go:build unix

package main

import "golang.org/x/sys/unix"

// outputLost reports whether nobody reads the standard output or the standard error any more, as when the program behind a
// pipe has ended.
func outputLost() bool {
	outputs := []unix.PollFd{{Fd: 1}, {Fd: 2}} // as POSIX numbers them
	if _, err := unix.Poll(outputs, 0); err != nil {
		return false // it is asked again with the next signal
	}
	for _, o := range outputs {
		if o.Revents&(unix.POLLERR|unix.POLLHUP) != 0 {
			return true
		}
	}
	return false
}

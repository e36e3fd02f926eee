//go:build unix

package cli

import "golang.org/x/sys/unix"

// outputLost reports whether the reader of standard output or standard error is gone, for example because the next program of a
// pipeline has ended.
func outputLost() bool {
	outputs := []unix.PollFd{{Fd: 1}, {Fd: 2}} // file descriptors as defined by POSIX
	if _, err := unix.Poll(outputs, 0); err != nil {
		return false // checked again at the next signal
	}
	for _, o := range outputs {
		if o.Revents&(unix.POLLERR|unix.POLLHUP) != 0 {
			return true
		}
	}
	return false
}

//go:build unix

package doctor

import "syscall"

// openFiles is how many files a process of this user may have open.
func openFiles() (uint64, error) {
	var limit syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit)
	return uint64(limit.Cur), err //nolint:unconvert // it is signed on some systems
}

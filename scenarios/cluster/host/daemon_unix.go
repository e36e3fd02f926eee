//go:build unix

package host

import (
	"os"
	"syscall"
)

// ownSession makes a program outlive the terminal that started it.
func ownSession() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// terminate asks a process to end.
func terminate(pid int) error { return syscall.Kill(pid, syscall.SIGTERM) }

// reload asks a daemon to read its configuration again.
func reload(pid int) error { return syscall.Kill(pid, syscall.SIGHUP) }

// ownLike gives a file to the owner of another one.
func ownLike(other os.FileInfo, file string) error {
	owner, known := other.Sys().(*syscall.Stat_t)
	if !known {
		return nil
	}
	return os.Chown(file, int(owner.Uid), int(owner.Gid))
}

//go:build unix

package host

import (
	"os"
	"syscall"
)

// ownSession detaches a program from the terminal that started it.
func ownSession() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// terminate sends a process the signal to exit.
func terminate(pid int) error { return syscall.Kill(pid, syscall.SIGTERM) }

// reload sends a daemon the signal to read its configuration again.
func reload(pid int) error { return syscall.Kill(pid, syscall.SIGHUP) }

// ownLike gives a file the owner of another one.
func ownLike(other os.FileInfo, file string) error {
	owner, known := other.Sys().(*syscall.Stat_t)
	if !known {
		return nil
	}
	return os.Chown(file, int(owner.Uid), int(owner.Gid))
}

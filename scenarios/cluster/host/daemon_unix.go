//go:build unix

package host

import "syscall"

// ownSession makes a program outlive the terminal that started it.
func ownSession() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// terminate asks a process to end.
func terminate(pid int) error { return syscall.Kill(pid, syscall.SIGTERM) }

// reload asks a daemon to read its configuration again.
func reload(pid int) error { return syscall.Kill(pid, syscall.SIGHUP) }

//go:build unix && !linux

package command

import (
	"os/exec"
	"syscall"
)

// endAsWhole puts the program in a process group of its own, which is killed with it. Only Linux
// can tie it to our own end.
func endAsWhole(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

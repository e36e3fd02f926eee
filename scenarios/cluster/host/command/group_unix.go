//go:build unix && !linux

package command

import (
	"os/exec"
	"syscall"
)

// endAsWhole puts the program in its own process group, which is killed with it. Only Linux can also kill it with this process.
func endAsWhole(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

package command

import (
	"os/exec"
	"syscall"
)

// endAsWhole puts the program in a process group of its own, which is killed with it, and with us.
func endAsWhole(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

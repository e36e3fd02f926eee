package command

import (
	"os/exec"
	"syscall"
)

// endAsWhole puts the program in its own process group, which is killed with it, and with this process.
func endAsWhole(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

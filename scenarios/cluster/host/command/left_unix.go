//go:build unix

package command

import (
	"os"
	"syscall"
)

// endGroup kills the processes that an ended program has left in its process group.
func endGroup(pid int) {
	_ = syscall.Kill(-pid, syscall.SIGKILL) // usually there is none
}

func exitCode(state *os.ProcessState) int {
	if status, is := state.Sys().(syscall.WaitStatus); is && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}

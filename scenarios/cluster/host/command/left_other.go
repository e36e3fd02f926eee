//go:build !unix

package command

import "os"

// endGroup does nothing, because there are no process groups.
func endGroup(int) {}

func exitCode(state *os.ProcessState) int { return state.ExitCode() }

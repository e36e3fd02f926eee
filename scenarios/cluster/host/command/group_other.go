//go:build !unix

package command

import "os/exec"

// endAsWhole does nothing: os/exec kills only the program itself. On such systems, only docker and kind's own commands are run,
// which leave no child processes.
func endAsWhole(*exec.Cmd) {}

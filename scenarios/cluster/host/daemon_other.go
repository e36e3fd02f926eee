//go:build !unix

package host

import (
	"errors"
	"os"
	"syscall"
)

// errNoDaemon says that the Docker daemon cannot run as a process of this system, so that it cannot be changed.
var errNoDaemon = errors.New("the Docker daemon is not a process of this system")

func ownSession() *syscall.SysProcAttr { return nil }

func terminate(int) error { return errNoDaemon }

func reload(int) error { return errNoDaemon }

func ownLike(os.FileInfo, string) error { return nil }

//go:build !linux

package relay

import (
	"errors"
	"syscall"
)

// direct always fails, because the container is always Linux.
func direct(string, string, syscall.RawConn) error {
	return errors.New("only Linux keeps a connection to one network")
}

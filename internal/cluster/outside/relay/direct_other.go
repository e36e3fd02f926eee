//go:build !linux

package relay

import (
	"errors"
	"syscall"
)

// direct is for the container, which is always Linux.
func direct(string, string, syscall.RawConn) error {
	return errors.New("only Linux keeps a connection to one network")
}

//go:build !linux

package host

import "errors"

// FreeSpace fails: Docker keeps its data in a virtual machine, and node images are built on Linux only.
func FreeSpace(string) (Space, error) {
	return Space{}, errors.New("free space is known on Linux only")
}

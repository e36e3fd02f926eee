//go:build !linux

package nodeimage

import "errors"

// freeSpace fails: readInputs has refused to build an image before it is asked for.
func freeSpace(string) (free, error) {
	return free{}, errors.New("node images are built on Linux only")
}

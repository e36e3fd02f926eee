//go:build !linux

package layer

import (
	"errors"
	"io/fs"
)

// ownedBy returns an error, because images are only built on Linux.
func ownedBy(fs.FileInfo) (owned, error) {
	return owned{}, errors.New("only Linux has what an image is made of")
}

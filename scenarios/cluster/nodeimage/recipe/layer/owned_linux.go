package layer

import (
	"errors"
	"io/fs"
	"syscall"
)

func ownedBy(info fs.FileInfo) (owned, error) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return owned{}, errors.New("not a Unix file system")
	}
	return owned{int(st.Uid), int(st.Gid), inode{st.Dev, st.Ino}, uint64(st.Nlink)}, nil //nolint:unconvert // the type of Nlink depends on the architecture
}

package host

import (
	"context"
	"net"
	"os"
	"os/user"
	"strconv"
	"syscall"
	"time"
)

// peerWithin is the time limit for connecting to a socket of this machine.
const peerWithin = 2 * time.Second

// peerOf returns the process that listens on a Unix socket; 0 if it is unknown, because it is in a virtual machine or another
// container, or the socket does not exist.
func peerOf(ctx context.Context, socket string) int {
	dialer := net.Dialer{Timeout: peerWithin}
	conn, err := dialer.DialContext(ctx, "unix", socket)
	if err != nil {
		return 0
	}
	defer func() { _ = conn.Close() }()            // nothing was written
	raw, err := conn.(*net.UnixConn).SyscallConn() //nolint:forcetypeassert // it is what Dial makes of "unix"
	if err != nil {
		return 0
	}
	pid := 0
	err = raw.Control(func(fd uintptr) {
		if peer, err := syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED); err == nil {
			pid = int(peer.Pid)
		}
	})
	if err != nil {
		return 0
	}
	return pid
}

// groupOf returns the group of a file; "" if unknown.
func groupOf(file string) string {
	info, err := os.Stat(file)
	if err != nil {
		return ""
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	if !known {
		return ""
	}
	id := strconv.Itoa(int(owner.Gid))
	group, err := user.LookupGroupId(id)
	if err != nil {
		return id
	}
	return group.Name
}

package kube

import (
	"context"
	"errors"
	"io"
	"net"
	"regexp"

	"k8s.io/streaming/pkg/httpstream"
)

// Unreached is the error of a connection to a pod that was not made, as the API server was not reached or not able to make it. It says
// nothing of the pod.
type Unreached struct{ Err error }

func (e *Unreached) Error() string { return e.Err.Error() }

// Unwrap is why.
func (e *Unreached) Unwrap() error { return e.Err }

// Unasked makes it an error of the way to whom is asked.
func (*Unreached) Unasked() bool { return true }

// noted keeps the error of a dial, of which a port-forward makes a text.
type noted struct {
	httpstream.Dialer
	err error
}

// Dial implements httpstream.Dialer.
func (d *noted) Dial(protocols ...string) (conn httpstream.Connection, protocol string, err error) {
	conn, protocol, d.err = d.Dialer.Dial(protocols...)
	return conn, protocol, d.err
}

// busy is how a refused websocket says that a server, or a proxy before it, has not looked at the request.
var busy = regexp.MustCompile(`\((?:429|502|503|504) [^)]*\)`)

// unreached tells by the errors of both dials, nil where there is none, that a connection was not made for no fault of the pod.
func unreached(websocket, last error) bool {
	if upgrade, is := errors.AsType[*httpstream.UpgradeFailureError](websocket); is && (Undecided(upgrade.Cause) || busy.MatchString(upgrade.Cause.Error())) {
		return true
	}
	switch _, network := errors.AsType[net.Error](last); {
	case errors.Is(last, context.Canceled), errors.Is(last, context.DeadlineExceeded):
		return false
	default:
		return network || errors.Is(last, io.EOF) || errors.Is(last, io.ErrUnexpectedEOF)
	}
}

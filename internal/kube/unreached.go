package kube

import (
	"context"
	"errors"
	"io"
	"net"
	"regexp"

	"k8s.io/streaming/pkg/httpstream"
)

// Unreached is the error of a connection to a pod that failed because the API server was not reached or could not connect, or
// that broke before the pod's node had reported the result. It says nothing about the pod.
type Unreached struct{ Err error }

func (e *Unreached) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *Unreached) Unwrap() error { return e.Err }

// Unasked marks it as an error of the connection, not of the target.
func (*Unreached) Unasked() bool { return true }

// recordedDial keeps the result of a dial: a port-forward turns the error into text, and does not expose the connection.
type recordedDial struct {
	httpstream.Dialer
	conn httpstream.Connection
	err  error
}

// Dial implements httpstream.Dialer.
func (d *recordedDial) Dial(protocols ...string) (conn httpstream.Connection, protocol string, err error) {
	d.conn, protocol, d.err = d.Dialer.Dial(protocols...)
	return d.conn, protocol, d.err
}

// busy matches the error of a refused websocket if a server, or a proxy in front of it, has not looked at the request.
var busy = regexp.MustCompile(`\((?:429|502|503|504) [^)]*\)`)

// unreached reports whether the errors of both dials, which may be nil, mean that a connection failed through no fault of the
// pod.
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

// brokeOff reports whether the error of a command comes from a connection that ended early, to the API server or from there to
// the node, and not from whoever ran the command. What the node says arrives as text.
func brokeOff(err error) bool {
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errEndNotTold) ||
		Undecided(err) || lostOnTheWay.MatchString(err.Error())
}

// lostOnTheWay matches errors about a connection that was closed without its last message, and those of API servers and
// kubelets that could not connect onwards.
var lostOnTheWay = regexp.MustCompile(`websocket: close \d|^Internal error occurred: error sending request: |: error dialing backend: `)

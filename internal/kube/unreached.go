package kube

import (
	"context"
	"errors"
	"io"
	"net"
	"regexp"

	"k8s.io/streaming/pkg/httpstream"
)

// Unreached is the error of a connection to a pod that was not made, as the API server was not reached or not able to make it, or that
// broke before the pod's node had said how it ended. It says nothing of the pod.
type Unreached struct{ Err error }

func (e *Unreached) Error() string { return e.Err.Error() }

// Unwrap is why.
func (e *Unreached) Unwrap() error { return e.Err }

// Unasked makes it an error of the way to whom is asked.
func (*Unreached) Unasked() bool { return true }

// noted keeps what a dial came to: a port-forward makes a text of the error, and keeps the connection to itself.
type noted struct {
	httpstream.Dialer
	conn httpstream.Connection
	err  error
}

// Dial implements httpstream.Dialer.
func (d *noted) Dial(protocols ...string) (conn httpstream.Connection, protocol string, err error) {
	d.conn, protocol, d.err = d.Dialer.Dial(protocols...)
	return d.conn, protocol, d.err
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

// brokeOff tells of the error of a command that it is not from whoever ran it, but from a connection that ended before: to the API server,
// or from there to the node. What the node says comes as a text.
func brokeOff(err error) bool {
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errEndNotTold) ||
		Undecided(err) || lostOnTheWay.MatchString(err.Error())
}

// lostOnTheWay is what is said where a connection was closed without its last message, and by API servers, and kubelets, that could not
// connect further.
var lostOnTheWay = regexp.MustCompile(`websocket: close \d|^Internal error occurred: error sending request: |: error dialing backend: `)

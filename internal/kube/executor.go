package kube

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/httpstream" //nolint:staticcheck // client-go takes its interfaces
	remoteproto "k8s.io/apimachinery/pkg/util/remotecommand"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/transport/spdy"
)

// stream runs a command, and returns when it has ended or the connection to it is lost.
type stream func(context.Context, remotecommand.StreamOptions) error

// executor uses websockets, and SPDY for servers that refuse the upgrade. The error of its result is an [*Unreached] if the
// command was not reached, or if the connection broke before the command's end was reported.
func (c *Client) executor(namespace, pod, container string, command []string, stdin bool) (stream, error) {
	url := c.typed.CoreV1().RESTClient().Post().Resource("pods").Namespace(namespace).Name(pod).SubResource("exec").
		VersionedParams(&corev1.PodExecOptions{
			Container: container, Command: command, Stdin: stdin, Stdout: true, Stderr: true,
		}, scheme.ParameterCodec).URL()
	websocket, err := remotecommand.NewWebSocketExecutor(c.config, http.MethodGet, url.String())
	if err != nil {
		return nil, err
	}
	transport, upgrader, err := spdy.RoundTripperFor(c.config)
	if err != nil {
		return nil, err
	}
	end := &endTold{Upgrader: upgrader}
	plain, err := remotecommand.NewSPDYExecutorForTransports(transport, end, http.MethodPost, url)
	if err != nil {
		return nil, err
	}
	var first error // error of the websocket
	both, err := remotecommand.NewFallbackExecutor(websocket, plain, func(err error) bool {
		first = err
		return isUpgradeFailure(err)
	})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, options remotecommand.StreamOptions) error {
		err := both.StreamWithContext(Quiet(ctx), options)
		if err == nil && end.missing() {
			err = errEndNotTold
		}
		if ctx.Err() == nil && err != nil && (unreached(first, err) || brokeOff(err)) {
			return &Unreached{err}
		}
		return err
	}, nil
}

// errEndNotTold is the error of a connection that was closed before the end of the command was reported.
var errEndNotTold = errors.New("the connection ended before the end of the command was told")

// endTold records whether the end of a command was reported on a SPDY connection: client-go takes a connection that was closed
// before that for a command that succeeded. Servers report it from version 4 of the protocol on.
type endTold struct {
	spdy.Upgrader

	tells, told atomic.Bool
}

func (e *endTold) missing() bool { return e.tells.Load() && !e.told.Load() }

// NewConnection implements spdy.Upgrader.
func (e *endTold) NewConnection(resp *http.Response) (httpstream.Connection, error) {
	conn, err := e.Upgrader.NewConnection(resp)
	if err != nil {
		return nil, err
	}
	switch resp.Header.Get(httpstream.HeaderProtocolVersion) {
	case remoteproto.StreamProtocolV4Name, remoteproto.StreamProtocolV5Name:
		e.tells.Store(true)
	}
	return &tellingConnection{conn, &e.told}, nil
}

type tellingConnection struct {
	httpstream.Connection

	told *atomic.Bool
}

// CreateStream implements httpstream.Connection.
func (c *tellingConnection) CreateStream(headers http.Header) (httpstream.Stream, error) {
	s, err := c.Connection.CreateStream(headers)
	if err != nil || headers.Get(corev1.StreamType) != corev1.StreamTypeError {
		return s, err
	}
	return &tellingStream{s, c.told}, nil
}

type tellingStream struct {
	httpstream.Stream

	told *atomic.Bool
}

// Read implements io.Reader.
func (s *tellingStream) Read(p []byte) (int, error) {
	n, err := s.Stream.Read(p)
	if n > 0 {
		s.told.Store(true)
	}
	return n, err
}

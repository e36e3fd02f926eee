package kube

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/transport/spdy"
	"k8s.io/klog/v2"
	"k8s.io/streaming/pkg/httpstream"
)

// Forwarded is a loopback port of this machine that leads to a port of a pod, through the API server, like that of kubectl
// port-forward.
type Forwarded struct {
	Address string // "127.0.0.1:40123"

	port   int
	conn   httpstream.Connection // to the pod's node
	errors *forwardErrors
	end    context.CancelFunc
	ended  chan error
}

// PortForward opens a loopback port that leads to a port of a pod. An error means that the pod does not exist or does not run,
// or that the API server refused; it is an [*Unreached] if the API server was not reached or not able to connect. Whether
// anything listens on the pod's port shows only with a connection. Close must be called.
func (c *Client) PortForward(ctx context.Context, namespace, pod string, port int) (*Forwarded, error) {
	dialer, first, err := c.forwardDialer(namespace, pod)
	if err != nil {
		return nil, fmt.Errorf("prepare a port-forward to pod %q: %w", pod, err)
	}
	f := &Forwarded{port: port, errors: &forwardErrors{}, ended: make(chan error, 1)}
	open, end := context.WithCancel(klog.NewContext(ctx, logr.New(f.errors)))
	f.end = end
	ready := make(chan struct{})
	forwarder, err := portforward.NewOnAddressesForStreamingWithContext(open, dialer, []string{"127.0.0.1"},
		[]string{"0:" + strconv.Itoa(port)}, ready, io.Discard, io.Discard)
	if err != nil {
		end()
		return nil, fmt.Errorf("prepare a port-forward to pod %q: %w", pod, err)
	}
	go func() { f.ended <- forwarder.ForwardPorts() }()
	select {
	case <-ready:
	case err := <-f.ended:
		end()
		err = fmt.Errorf("forward a port to pod %q: %w", pod, errors.Join(missingToConnect(err), ctx.Err()))
		if unreached(first.err, dialer.err) {
			return nil, &Unreached{err}
		}
		return nil, err
	case <-ctx.Done():
		end() // dialling takes no context, and ends by itself
		return nil, fmt.Errorf("forward a port to pod %q: %w", pod, ctx.Err())
	}
	ports, err := forwarder.GetPorts()
	if err != nil || len(ports) == 0 {
		return nil, errors.Join(fmt.Errorf("forward a port to pod %q: no port was opened", pod), err, f.Close())
	}
	f.Address, f.conn = net.JoinHostPort("127.0.0.1", strconv.Itoa(int(ports[0].Local))), dialer.conn
	return f, nil
}

// forwardDialer uses websockets, and SPDY for servers that refuse the upgrade. first is the websocket dialer.
func (c *Client) forwardDialer(namespace, pod string) (dialer, first *recordedDial, err error) {
	url := c.typed.CoreV1().RESTClient().Post().Resource("pods").Namespace(namespace).Name(pod).SubResource("portforward").URL()
	websocket, err := portforward.NewSPDYOverWebsocketDialerForStreamingWithLogger(logr.Discard(), url, c.config)
	if err != nil {
		return nil, nil, err
	}
	transport, upgrader, err := spdy.RoundTripperFor(c.config)
	if err != nil {
		return nil, nil, err
	}
	plain := spdy.NewDialerForStreaming(upgrader, &http.Client{Transport: transport}, http.MethodPost, url)
	first = &recordedDial{Dialer: websocket}
	return &recordedDial{Dialer: portforward.NewFallbackDialerForStreaming(first, plain, isUpgradeFailure)}, first, nil
}

// Trouble returns the error of the pod's node about connections that failed, or "" if there is none. The local connection is
// then simply closed.
func (f *Forwarded) Trouble() string { return f.errors.byNode() }

// Missed reports whether certainly nothing arrived behind the pod's port: no connection was made to it.
func (f *Forwarded) Missed() bool {
	return strings.Contains(f.Trouble(), "failed to connect") || f.errors.neverBegun()
}

// Reached returns the error of what was sent through the port; it is an [*Unreached] if the connection to the pod's node is
// lost, so that it says nothing about the pod.
func (f *Forwarded) Reached(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil || f.Trouble() != "" || f.alive(ctx) {
		return err
	}
	return &Unreached{fmt.Errorf("the connection to the pod's node is lost: %w", err)}
}

// aliveWithin is how long a pod's node may take to confirm that the connection works. It does no other work for that.
const aliveWithin = 5 * time.Second

// alive asks the other end of the connection, since the end of a stream may be noticed before the end of the connection.
func (f *Forwarded) alive(ctx context.Context) bool {
	select {
	case <-f.conn.CloseChan():
		return false
	default:
	}
	within := time.NewTimer(aliveWithin)
	defer within.Stop()
	half := http.Header{} // one of a pair of streams, which leads nowhere without the other
	half.Set(corev1.StreamType, corev1.StreamTypeError)
	half.Set(corev1.PortHeader, strconv.Itoa(f.port))
	half.Set(corev1.PortForwardRequestIDHeader, "alive")
	answered := make(chan error, 1)
	go func() {
		_, err := f.conn.CreateStream(half)
		answered <- err
	}()
	select {
	case err := <-answered:
		return err == nil
	case <-ctx.Done():
		return true // nothing proves otherwise
	case <-f.conn.CloseChan():
	case <-within.C:
	}
	return false
}

// Close closes the port, and returns when nothing of it is left.
func (f *Forwarded) Close() error {
	f.end()
	if err := <-f.ended; err != nil && !errors.Is(err, portforward.ErrLostConnectionToPod) {
		return fmt.Errorf("close a port-forward: %w", err)
	}
	return nil
}

// forwardErrors keeps the last errors of a port-forward. client-go reports those of single connections only to its logger.
type forwardErrors struct {
	mu     sync.Mutex
	node   error // from the pod's node
	begins error // of a connection that did not reach the node
}

// Init implements logr.LogSink.
func (s *forwardErrors) Init(logr.RuntimeInfo) {}

// Enabled implements logr.LogSink: only errors matter.
func (s *forwardErrors) Enabled(int) bool { return false }

// Info implements logr.LogSink.
func (s *forwardErrors) Info(int, string, ...any) {}

// Error implements logr.LogSink.
func (s *forwardErrors) Error(err error, message string, _ ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch message {
	case "An error occurred forwarding":
		s.node = err
	case "Error creating error stream", "Error creating forwarding stream":
		s.begins = err
	}
}

// WithValues implements logr.LogSink.
func (s *forwardErrors) WithValues(...any) logr.LogSink { return s }

// WithName implements logr.LogSink.
func (s *forwardErrors) WithName(string) logr.LogSink { return s }

func (s *forwardErrors) byNode() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.node == nil {
		return ""
	}
	return s.node.Error()
}

func (s *forwardErrors) neverBegun() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begins != nil
}

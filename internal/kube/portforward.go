package kube

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"

	"github.com/go-logr/logr"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/transport/spdy"
	"k8s.io/klog/v2"
)

// Forwarded is a port of this machine's loopback that leads to a port of a pod,
// through the API server, as kubectl port-forward makes one.
type Forwarded struct {
	Address string // "127.0.0.1:40123"

	said  *said
	end   context.CancelFunc
	ended chan error
}

// PortForward opens a port of the loopback that leads to a port of a pod. An
// error means that the pod is not there or not running, or that the API server
// refused; it is an [*Unreached] when the API server was not reached, or not
// able to. Whether anybody listens on the pod's port shows with a connection.
// Close must be called.
func (c *Client) PortForward(ctx context.Context, namespace, pod string, port int) (*Forwarded, error) {
	dialer, first, err := c.forwardDialer(namespace, pod)
	if err != nil {
		return nil, fmt.Errorf("prepare a port-forward to pod %q: %w", pod, err)
	}
	f := &Forwarded{said: &said{}, ended: make(chan error, 1)}
	open, end := context.WithCancel(klog.NewContext(ctx, logr.New(f.said)))
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
		end() // dialling knows no context, and ends by itself
		return nil, fmt.Errorf("forward a port to pod %q: %w", pod, ctx.Err())
	}
	ports, err := forwarder.GetPorts()
	if err != nil || len(ports) == 0 {
		return nil, errors.Join(fmt.Errorf("forward a port to pod %q: no port was opened", pod), err, f.Close())
	}
	f.Address = net.JoinHostPort("127.0.0.1", strconv.Itoa(int(ports[0].Local)))
	return f, nil
}

// forwardDialer speaks websocket, and SPDY with servers that refuse the upgrade; first is the one that speaks websocket.
func (c *Client) forwardDialer(namespace, pod string) (dialer, first *noted, err error) {
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
	first = &noted{Dialer: websocket}
	return &noted{Dialer: portforward.NewFallbackDialerForStreaming(first, plain, isUpgradeFailure)}, first, nil
}

// Trouble is what the pod's node said about connections that could not be made,
// "" when it said nothing: a connection of ours is just closed then.
func (f *Forwarded) Trouble() string { return f.said.text() }

// Close closes the port, and returns when nothing of it is left.
func (f *Forwarded) Close() error {
	f.end()
	if err := <-f.ended; err != nil && !errors.Is(err, portforward.ErrLostConnectionToPod) {
		return fmt.Errorf("close a port-forward: %w", err)
	}
	return nil
}

// said keeps the last error of a port-forward. client-go tells those of single
// connections to its logger only.
type said struct {
	mu   sync.Mutex
	last error
}

// Init implements logr.LogSink.
func (s *said) Init(logr.RuntimeInfo) {}

// Enabled implements logr.LogSink: what is no error is of no interest.
func (s *said) Enabled(int) bool { return false }

// Info implements logr.LogSink.
func (s *said) Info(int, string, ...any) {}

// Error implements logr.LogSink.
func (s *said) Error(err error, _ string, _ ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = err
}

// WithValues implements logr.LogSink.
func (s *said) WithValues(...any) logr.LogSink { return s }

// WithName implements logr.LogSink.
func (s *said) WithName(string) logr.LogSink { return s }

func (s *said) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		return ""
	}
	return s.last.Error()
}

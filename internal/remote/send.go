package remote

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/request"
	"github.com/gherkind/gherkind/steps/world"
)

// Sent is what came of a request.
type Sent struct {
	probe.Answer

	// Missed tells that nobody got the request: it may be sent again, whatever it does.
	Missed bool `json:",omitempty"`
}

// Sender knows the ways that a request can take.
type Sender struct {
	World   *world.World
	Request *request.Request
	Host    string // that is meant where the request names none
	Trust   world.Trust
}

// Way is one that a request can take.
type Way struct {
	question world.Question
	sender   Sender
	do       func(context.Context, probe.Call) (Sent, error)
}

// Ask sends the request as a question of the scenario. An error says why there is no answer.
func (way Way) Ask(ctx context.Context) (Sent, error) {
	sent, err := world.Ask(ctx, way.sender.World, way.question, way.send)
	return sent, blameless(sent, err)
}

// Send sends the request beside the scenario, which does not learn of it.
func (way Way) Send(ctx context.Context) (Sent, error) {
	sent, err := way.send(ctx)
	return sent, blameless(sent, err)
}

func (way Way) send(ctx context.Context) (Sent, error) {
	call, err := way.sender.call()
	if err != nil {
		return Sent{}, err
	}
	return way.do(ctx, call)
}

// blameless is the error of a request, which is not a fault of who was to be asked when it did not get on its way.
func blameless(sent Sent, err error) error {
	if sent.Unasked && err != nil {
		return &unasked{err}
	}
	return err
}

// Outside leads to HOST:PORT from outside the cluster.
func (s Sender) Outside(address string) Way {
	q := s.question()
	q.Address = address
	return Way{q, s, func(ctx context.Context, call probe.Call) (Sent, error) {
		answer, err := probe.Send(ctx, s.World.Run.Outside.Connect, address, call)
		return Sent{answer, err != nil && !answer.Connected}, err
	}}
}

// Forwarded leads to a port of a pod through a port-forward.
func (s Sender) Forwarded(pod kube.Ref, port int) Way {
	q := s.question()
	q.Namespace, q.Pod, q.Port = pod.Namespace, pod.Name, port
	return Way{q, s, func(ctx context.Context, call probe.Call) (Sent, error) {
		forward, err := s.World.Run.Client.PortForward(ctx, pod.Namespace, pod.Name, port)
		if err != nil {
			return Sent{Missed: true}, err
		}
		answer, err := probe.Send(ctx, probe.Outside{}.Connect, forward.Address, call)
		err = forwardedError(ctx, forward, pod, port, err)
		return Sent{answer, err != nil && forward.Missed()}, errors.Join(err, forward.Close())
	}}
}

// forwardedError says what the pod's node says of a request that got no answer through a port-forward, or that the connection to it is lost.
func forwardedError(ctx context.Context, forward *kube.Forwarded, pod kube.Ref, port int, err error) error {
	if trouble := forward.Trouble(); err != nil && trouble != "" {
		return fmt.Errorf("port %d of %s did not answer: %s", port, pod, OneLine(Innermost(trouble)))
	}
	return forward.Reached(ctx, err)
}

// FromPod leads from a container, in which nc opens the connection, to where the request says.
func (s Sender) FromPod(pod kube.Ref, container string) (Way, error) {
	host, port, err := s.address()
	q := s.question()
	q.Namespace, q.Pod, q.Container, q.Address = pod.Namespace, pod.Name, container, net.JoinHostPort(host, port)
	return Way{q, s, func(ctx context.Context, call probe.Call) (Sent, error) {
		tunnel, err := s.World.Run.Client.Tunnel(ctx, pod.Namespace, pod.Name, container, []string{"timeout", tunnelLimit, "nc", host, port})
		if err != nil {
			return Sent{}, err
		}
		answer, err := probe.Send(ctx, through(tunnel), q.Address, call)
		missed := false
		if err != nil && ctx.Err() == nil {
			missed, err = nobodyThere(tunnel, err)
		}
		return Sent{answer, missed}, err
	}}, err
}

// Address is where the request says that it goes, as HOST:PORT.
func (s Sender) Address() (string, error) {
	host, port, err := s.address()
	return net.JoinHostPort(host, port), err
}

func (s Sender) address() (host, port string, err error) {
	at, err := url.Parse(s.Request.URL(s.Host))
	if err != nil {
		return "", "", fmt.Errorf("read the address: %w", err)
	}
	return at.Hostname(), cmp.Or(at.Port(), map[string]string{"https": "443"}[at.Scheme], "80"), nil
}

// tunnelLimit is how long nc may go on in a container, in seconds, when nobody ends it: longer than an answer may take.
const tunnelLimit = "20"

// through uses a connection that is there.
func through(conn net.Conn) probe.Dial {
	return func(context.Context, string, time.Duration) (net.Conn, time.Duration, error) { return conn, 0, nil }
}

// nobodyThere says what nc said, when it was nc that ended the connection.
func nobodyThere(tunnel *kube.Tunnel, err error) (missed bool, why error) {
	result, wrong := tunnel.Result()
	switch {
	case errors.Is(wrong, context.Canceled):
		return false, err // it was ended from here
	case wrong != nil:
		return false, wrong
	case Unusable(result.ExitCode):
		return true, WithoutNc(result)
	case result.ExitCode != 0:
		return couldNotConnect(result), fmt.Errorf("nobody answered: nc exited with %d%s", result.ExitCode, AndPrinted(result.Stderr))
	}
	return false, err
}

// couldNotConnect tells by what nc says that there never was a connection. It exits with 1 for others, too.
func couldNotConnect(r kube.ExecResult) bool {
	return r.ExitCode == 1 && (strings.Contains(r.Stderr, "can't connect") || strings.Contains(r.Stderr, "bad address") || strings.Contains(r.Stderr, "refused"))
}

// WithoutNc is the error of a container that cannot open a connection.
func WithoutNc(result kube.ExecResult) error {
	return assert.WithHint(fmt.Errorf("no connection could be opened there: nc exited with %d (%s)%s", result.ExitCode, Ended(result.ExitCode), AndPrinted(result.Stderr)),
		"send it from a pod that has timeout and nc, as the image busybox has them")
}

// requestShown is how long a request may be to stand in its question; of a longer one, its hash does.
const requestShown = 1 << 10

func (s Sender) question() world.Question {
	text := s.Request.Text(s.Host)
	if len(text) > requestShown {
		text = fmt.Sprintf("%s sha256:%x", s.Request, sha256.Sum256([]byte(text)))
	}
	return world.Question{Kind: world.QuestionRequest, Request: text, Trust: s.Trust.Of, Once: !s.Request.Reads()}
}

func (s Sender) call() (probe.Call, error) {
	call := probe.Call{Method: s.Request.Method, URL: s.Request.URL(s.Host), Body: s.Request.Body, Header: http.Header{}}
	for _, f := range s.Request.Header {
		call.Header.Add(f.Name, f.Value)
	}
	trust := s.Trust
	switch {
	case trust.Anybody:
		call.TLS = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // the scenario says so in a step of its own
	case trust.PEM != nil:
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(trust.PEM) {
			return call, fmt.Errorf("%s has no certificate in it", trust.Of)
		}
		call.TLS = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	return call, nil
}

// Innermost drops the runtime's way to a connection from its error: the end says why, "dial tcp4 127.0.0.1:80: connect:
// connection refused".
func Innermost(trouble string) string {
	if at := strings.Index(trouble, "dial "); at >= 0 {
		return trouble[at:]
	}
	return trouble
}

package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// answerTimeout is how long an answer may take once there is a connection.
const answerTimeout = 10 * time.Second

// Answer is the result of a [Call].
type Answer struct {
	Reply

	Header http.Header `json:",omitempty"`
}

// Call is a request that is sent once, on its own connection.
type Call struct {
	Method, URL string
	Header      http.Header
	Body        string
	TLS         *tls.Config // for https; the default ServerName is that of the URL
}

// Send opens a connection to HOST:PORT, whatever host the URL names, and sends the request there. It does not follow redirects.
func Send(ctx context.Context, dial Dial, address string, call Call) (answer Answer, err error) {
	req, err := http.NewRequestWithContext(ctx, call.Method, call.URL, strings.NewReader(call.Body))
	if err != nil {
		return Answer{}, err
	}
	req.Header = call.Header.Clone()
	if req.Header == nil {
		req.Header = http.Header{}
	}
	conn, _, err := dial(ctx, address, attemptTimeout)
	if err != nil {
		return Answer{Reply: Reply{Unasked: unasked(err)}}, err
	}
	defer func() { _ = conn.Close() }() // the transport may have closed it already
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	client := &http.Client{
		Transport: &http.Transport{
			DisableKeepAlives: true, DisableCompression: true, TLSClientConfig: call.TLS,
			DialContext: func(context.Context, string, string) (net.Conn, error) { return conn, nil },
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := client.Do(req.WithContext(ctx))
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
			err = fmt.Errorf("no answer within %s: %w", answerTimeout, err)
		}
		return Answer{Reply: Reply{Connected: true, Unasked: unasked(err)}}, bare(err)
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	data, err := io.ReadAll(io.LimitReader(res.Body, BodyLimit+1))
	kept := data[:min(len(data), BodyLimit)]
	return Answer{Reply{res.StatusCode, string(kept), len(kept) < len(data), true, unasked(err)}, res.Header}, err
}

// Connect opens a connection from outside the cluster.
func (o Outside) Connect(ctx context.Context, address string, limit time.Duration) (net.Conn, time.Duration, error) {
	if o.FromElsewhere == nil {
		return dialHere(&net.Dialer{})(ctx, address, limit)
	}
	elsewhere, err := o.FromElsewhere(ctx)
	switch {
	case err != nil:
		return nil, 0, &noWay{err}
	case elsewhere:
		return o.Dial(ctx, address, limit)
	}
	return dialHere(&net.Dialer{})(ctx, address, limit)
}

// noWay is an error of the path to where connections are opened.
type noWay struct{ error }

func (e *noWay) Unwrap() error { return e.error }

// Unasked marks it as an error that says nothing about the address.
func (*noWay) Unasked() bool { return true }

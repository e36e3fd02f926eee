package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// BodyLimit is how many bytes of an answer are read.
const BodyLimit = 64 << 10

// attemptTimeout limits one request: an address that drops packets must not use up the whole time of a step with one
// attempt.
const attemptTimeout = 3 * time.Second

// Reply is the answer to a request. Status is 0 if there was none.
type Reply struct {
	Status int
	Body   string // at most BodyLimit bytes
	// Cut says that the body was longer.
	Cut bool `json:",omitempty"`
	// Connected says that the connection was accepted, even if there was no answer.
	Connected bool `json:",omitempty"`
	// Unasked says that the request did not reach the place that it was to be sent from, so that nothing is known about its
	// target.
	Unasked bool `json:",omitempty"`
}

// Getter requests a URL. Its error says why there is no Reply, or only a part of one.
type Getter func(ctx context.Context, url string) (Reply, error)

// Dial opens a TCP connection to HOST:PORT within the limit, and returns how much of that it took. If a method `Unasked() bool`
// of an error in the chain returns true, the error is about the path there and not about the address.
type Dial func(ctx context.Context, address string, limit time.Duration) (conn net.Conn, spent time.Duration, err error)

// Get is the Getter that sends requests from this machine, each on its own connection and for at most three seconds. It
// does not follow redirects.
func Get(ctx context.Context, url string) (Reply, error) {
	return By(dialHere(&net.Dialer{}))(ctx, url)
}

// dialHere dials from this machine.
func dialHere(dialer *net.Dialer) Dial {
	return func(ctx context.Context, address string, limit time.Duration) (net.Conn, time.Duration, error) {
		began := time.Now()
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		conn, err := dialer.DialContext(ctx, "tcp", address)
		return conn, time.Since(began), err
	}
}

// By returns a Getter like Get whose connections are opened by dial.
func By(dial Dial) Getter {
	return func(ctx context.Context, url string) (Reply, error) {
		reply, err := get(ctx, url, dial)
		reply.Unasked = unasked(err)
		return reply, err
	}
}

func unasked(err error) bool {
	var way interface{ Unasked() bool }
	return errors.As(err, &way) && way.Unasked()
}

// get allows three seconds for connecting and answering together; the time to reach the place from which it dials does not
// count.
func get(ctx context.Context, url string, dial Dial) (reply Reply, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return Reply{}, err
	}
	conn, spent, err := dial(ctx, addressOf(req), attemptTimeout)
	if err != nil {
		return Reply{}, err
	}
	defer func() { _ = conn.Close() }() // the transport may have closed it already
	client := &http.Client{
		Transport: &http.Transport{DisableKeepAlives: true, Proxy: nil, DialContext: func(context.Context, string, string) (net.Conn, error) {
			return conn, nil
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout-spent)
	defer cancel()
	res, err := client.Do(req.WithContext(ctx))
	if err != nil {
		return Reply{Connected: true}, bare(err)
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	data, err := io.ReadAll(io.LimitReader(res.Body, BodyLimit+1))
	kept := data[:min(len(data), BodyLimit)]
	return Reply{Status: res.StatusCode, Body: string(kept), Cut: len(kept) < len(data), Connected: true}, err
}

// addressOf returns the HOST:PORT of a request.
func addressOf(req *http.Request) string {
	port := req.URL.Port()
	if port == "" {
		port = map[string]string{"https": "443"}[req.URL.Scheme]
	}
	return net.JoinHostPort(req.URL.Hostname(), cmp.Or(port, "80"))
}

// HTTP returns an attempt that requests the URL and expects this status and a body that contains the text. The status is
// that of the first response.
func HTTP(get Getter, url string, status int, contains string) Attempt {
	return func(ctx context.Context) error {
		reply, err := get(ctx, url)
		switch {
		case reply.Unasked:
			return notAsked(url, err)
		case err != nil:
			return fmt.Errorf("%s did not answer: %w", url, err)
		case reply.Status != status:
			return fmt.Errorf("%s answered HTTP %d", url, reply.Status)
		case !strings.Contains(reply.Body, contains) && reply.Cut:
			return fmt.Errorf("%s answered HTTP %d, without the text %q in the first %d KiB; more of it is not read", url, reply.Status, contains, BodyLimit>>10)
		case !strings.Contains(reply.Body, contains):
			return fmt.Errorf("%s answered HTTP %d, without the text %q in its %d bytes", url, reply.Status, contains, len(reply.Body))
		}
		return nil
	}
}

// Silence returns an attempt that requests the URL and expects no answer: a refused connection, no route, or no connection
// within three seconds. If the connection is accepted, the attempt fails, whatever follows.
func Silence(get Getter, url string) Attempt {
	return func(ctx context.Context) error {
		reply, err := get(ctx, url)
		switch {
		case reply.Unasked:
			return notAsked(url, err)
		case err == nil || reply.Status != 0:
			return fmt.Errorf("%s answered HTTP %d", url, reply.Status)
		case ctx.Err() != nil:
			return fmt.Errorf("%s was not given the time to answer: %w", url, ctx.Err())
		case reply.Connected:
			return fmt.Errorf("%s accepted the connection, and then gave no answer in HTTP: %w", url, err)
		}
		return nil
	}
}

// Without returns an attempt that requests the URL and expects no answer that contains the text: none at all, or a
// different one. A text that arrived before the answer broke off counts.
func Without(get Getter, url, text string) Attempt {
	return func(ctx context.Context) error {
		reply, err := get(ctx, url)
		if reply.Unasked {
			return notAsked(url, err)
		}
		if strings.Contains(reply.Body, text) && (err == nil || text != "") {
			return fmt.Errorf("%s answered HTTP %d with the text %q", url, reply.Status, text)
		}
		if reply.Cut {
			return fmt.Errorf("%s answered with more than %d KiB, which is what is read: whether the text %q is in the rest is not known", url, BodyLimit>>10, text)
		}
		return ctx.Err()
	}
}

// notAsked returns the error of a request that was not sent. It is neither an answer nor silence.
func notAsked(url string, err error) error { return fmt.Errorf("%s could not be asked: %w", url, err) }

// bare removes the "Get URL:" that net/http adds, as the sentence already names the URL.
func bare(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

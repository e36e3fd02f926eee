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

// BodyLimit is how much of an answer is read, in bytes.
const BodyLimit = 64 << 10

// attemptTimeout bounds one request: an address that swallows packets must
// not use up a step's whole time with a single attempt.
const attemptTimeout = 3 * time.Second

// Reply is the answer to a request. Without one, Status is 0.
type Reply struct {
	Status int
	Body   string // at most BodyLimit bytes
	// Cut tells that there was more.
	Cut bool `json:",omitempty"`
	// Connected tells that somebody accepted the connection, also when there was no answer.
	Connected bool `json:",omitempty"`
	// Unasked tells that the request did not get to where it was to be sent from: nothing is known of whom it was for.
	Unasked bool `json:",omitempty"`
}

// Getter requests a URL. Its error says why there is no Reply, or only a part.
type Getter func(ctx context.Context, url string) (Reply, error)

// Dial opens a TCP connection to HOST:PORT within the limit, and tells how much of that was spent on it. An error in whose
// chain a method `Unasked() bool` says true is about the way there, and not about the address.
type Dial func(ctx context.Context, address string, limit time.Duration) (conn net.Conn, spent time.Duration, err error)

// Get is the Getter that asks from this machine, on a connection of its own and for no longer
// than three seconds. Redirects are not followed.
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

// By is a Getter like Get whose connections are opened by dial.
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

// get gives connecting and answering three seconds together; what it takes to get to where it is dialled is not counted.
func get(ctx context.Context, url string, dial Dial) (reply Reply, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return Reply{}, err
	}
	conn, spent, err := dial(ctx, addressOf(req), attemptTimeout)
	if err != nil {
		return Reply{}, err
	}
	defer func() { _ = conn.Close() }() // the transport has closed it, if it has come to that
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

// addressOf is where a request goes.
func addressOf(req *http.Request) string {
	port := req.URL.Port()
	if port == "" {
		port = map[string]string{"https": "443"}[req.URL.Scheme]
	}
	return net.JoinHostPort(req.URL.Hostname(), cmp.Or(port, "80"))
}

// HTTP returns an attempt that requests the URL and wants this status and a
// body that contains the text. The status is the server's first answer.
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

// Silence returns an attempt that requests the URL and wants no answer: a
// refused connection, no route, or no connection within three seconds. Who accepts
// it is there, whatever comes then.
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

// Without returns an attempt that requests the URL and wants no answer that
// contains the text: none at all, or another one. A text that came before the
// answer broke off has come.
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

// notAsked is neither an answer nor the lack of one.
func notAsked(url string, err error) error { return fmt.Errorf("%s could not be asked: %w", url, err) }

// bare drops the "Get URL:" that net/http puts in front, as the sentence
// already names the URL.
func bare(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

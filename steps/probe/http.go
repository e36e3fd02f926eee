package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
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
}

// Getter requests a URL. Its error says why there is no Reply, or only a part.
type Getter func(ctx context.Context, url string) (Reply, error)

// Get is the Getter that asks, on a connection of its own and for no longer
// than three seconds. Redirects are not followed.
func Get(ctx context.Context, url string) (Reply, error) { return get(ctx, url, nil) }

// get dials as it is told; nil stands for the usual way.
func get(ctx context.Context, url string, dial func(ctx context.Context, network, address string) (net.Conn, error)) (reply Reply, err error) {
	var connected atomic.Bool // the transport dials beside
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	connect := func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		connected.Store(err == nil)
		return conn, err
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true, Proxy: nil, DialContext: connect},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return Reply{}, err
	}
	res, err := client.Do(req)
	if err != nil {
		return Reply{Connected: connected.Load()}, bare(err)
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	data, err := io.ReadAll(io.LimitReader(res.Body, BodyLimit+1))
	kept := data[:min(len(data), BodyLimit)]
	return Reply{Status: res.StatusCode, Body: string(kept), Cut: len(kept) < len(data), Connected: true}, err
}

// HTTP returns an attempt that requests the URL and wants this status and a
// body that contains the text. The status is the server's first answer.
func HTTP(get Getter, url string, status int, contains string) Attempt {
	return func(ctx context.Context) error {
		reply, err := get(ctx, url)
		switch {
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
		if strings.Contains(reply.Body, text) && (err == nil || text != "") {
			return fmt.Errorf("%s answered HTTP %d with the text %q", url, reply.Status, text)
		}
		if reply.Cut {
			return fmt.Errorf("%s answered with more than %d KiB, which is what is read: whether the text %q is in the rest is not known", url, BodyLimit>>10, text)
		}
		return ctx.Err()
	}
}

// bare drops the "Get URL:" that net/http puts in front, as the sentence
// already names the URL.
func bare(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

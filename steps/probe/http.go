package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// BodyLimit is how much of an answer is read, in bytes.
const BodyLimit = 64 << 10

// attemptTimeout bounds one request: an address that swallows packets must
// not use up a step's whole time with a single attempt.
const attemptTimeout = 3 * time.Second

// HTTP returns an attempt that requests the URL on a connection of its own
// and wants this status and a body that contains the text. Redirects are not
// followed: the status is the server's first answer.
func HTTP(url string, status int, contains string) Attempt {
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true, Proxy: nil},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
		defer cancel()
		code, body, err := get(ctx, client, url)
		switch {
		case err != nil:
			return fmt.Errorf("%s did not answer: %w", url, err)
		case code != status:
			return fmt.Errorf("%s answered HTTP %d", url, code)
		case !strings.Contains(body, contains):
			return fmt.Errorf("%s answered HTTP %d, without the text %q in its %d bytes", url, code, contains, len(body))
		}
		return nil
	}
}

// Silence returns an attempt that requests the URL and wants no answer: a
// refused connection, no route, or nothing within three seconds. Any HTTP
// status is an answer.
func Silence(url string) Attempt {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, Proxy: nil}}
	return func(ctx context.Context) error {
		attempt, cancel := context.WithTimeout(ctx, attemptTimeout)
		defer cancel()
		code, _, err := get(attempt, client, url)
		switch {
		case err == nil || code != 0:
			return fmt.Errorf("%s answered HTTP %d", url, code)
		case ctx.Err() != nil:
			return fmt.Errorf("%s was not given the time to answer: %w", url, ctx.Err())
		}
		return nil
	}
}

// Without returns an attempt that requests the URL and wants no answer that
// contains the text: none at all, or another one.
func Without(url, text string) Attempt {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, Proxy: nil}}
	return func(ctx context.Context) error {
		attempt, cancel := context.WithTimeout(ctx, attemptTimeout)
		defer cancel()
		code, body, err := get(attempt, client, url)
		if err == nil && strings.Contains(body, text) {
			return fmt.Errorf("%s answered HTTP %d with the text %q", url, code, text)
		}
		return ctx.Err()
	}
}

func get(ctx context.Context, client *http.Client, url string) (code int, body string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, "", bare(err)
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	data, err := io.ReadAll(io.LimitReader(res.Body, BodyLimit))
	return res.StatusCode, string(data), err
}

// bare drops the "Get URL:" that net/http puts in front, as the sentence
// already names the URL.
func bare(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

package request

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"

	"github.com/gherkind/gherkind/internal/values"
	"github.com/gherkind/gherkind/internal/words"
)

// BodyLimit is the maximum length of a body, in bytes.
const BodyLimit = 64 << 10

// Request is a parsed HTTP request. It is immutable.
type Request struct {
	Method string
	Scheme string // http or https
	Host   string // with its port, if given; "" if there is only a path
	Target string // path and query
	Header []Field
	Body   string
}

// Field is a line of the header.
type Field struct{ Name, Value string }

// Error says what is wrong, and in which line of the text, from 1.
type Error struct {
	Line int
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// methods are those of RFC 9110 that can be sent to an application, and PATCH of RFC 5789.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
}

// Parse parses a request. Errors are [*Error]. It may contain values that become known when the scenario runs.
func Parse(text string) (*Request, error) {
	head, body, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	r := &Request{Body: body}
	if err := r.readLine(lines[0]); err != nil {
		return nil, &Error{1, err}
	}
	for i, line := range lines[1:] {
		if err := r.readField(line); err != nil {
			return nil, &Error{i + 2, err}
		}
	}
	if err := r.checkBody(); err != nil {
		return nil, &Error{len(lines), err}
	}
	return r, nil
}

const form = "write the method and the address, as in GET /healthz, or POST https://shop.example/orders"

func (r *Request) readLine(line string) error {
	parts := strings.Fields(line)
	if len(parts) == 3 && strings.HasPrefix(parts[2], "HTTP/") {
		return fmt.Errorf("leave out %s: requests are sent by HTTP/1.1", parts[2])
	}
	if len(parts) != 2 {
		return errors.New(form)
	}
	r.Method = parts[0]
	if !slices.Contains(methods, r.Method) {
		if near := words.Nearest(strings.ToUpper(r.Method), methods); near != "" {
			return fmt.Errorf("%q is not an HTTP method: did you mean %s?", r.Method, near)
		}
		return fmt.Errorf("%q is not an HTTP method: write one of %s", r.Method, strings.Join(methods, ", "))
	}
	return r.readAddress(parts[1])
}

// readAddress splits an address that may contain unknown values, about which nothing is known.
func (r *Request) readAddress(address string) error {
	if strings.HasPrefix(address, "$(value:") {
		r.Scheme, r.Host, r.Target = "http", address, "/"
		return nil
	}
	if err := checkAddress(values.Fill(address, func(string) (string, bool) { return "1", true })); err != nil {
		return err
	}
	r.Scheme, r.Target = "http", address
	if strings.HasPrefix(address, "/") {
		return nil
	}
	scheme, rest, _ := strings.Cut(address, "://")
	r.Scheme, r.Host, r.Target = scheme, rest, "/"
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		r.Host, r.Target = rest[:i], "/"+strings.TrimPrefix(rest[i:], "/")
	}
	return nil
}

func checkAddress(address string) error {
	at, err := url.Parse(address)
	switch {
	case err != nil:
		return fmt.Errorf("the address cannot be read: %w", errors.Unwrap(err))
	case at.Fragment != "":
		return errors.New("what follows # is never sent: remove it")
	case strings.HasPrefix(address, "/"):
		return nil
	case at.User != nil:
		return errors.New("write a header for the password: Authorization: Basic …")
	case at.Scheme != "http" && at.Scheme != "https" || at.Host == "":
		return errors.New(form)
	}
	return nil
}

// own are headers that are set automatically.
var own = []string{"Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect", "Trailer", "Te"}

func (r *Request) readField(line string) error {
	name, value, found := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch {
	case !found || !httpguts.ValidHeaderFieldName(name):
		return errors.New("write a header as Name: value, and an empty line before the body")
	case !httpguts.ValidHeaderFieldValue(value):
		return fmt.Errorf("the header %s has a character in it that no header can have", name)
	case slices.Contains(own, http.CanonicalHeaderKey(name)):
		return fmt.Errorf("the header %s is sent by itself: leave it out", name)
	case strings.EqualFold(name, "Host") && r.Host != "":
		return fmt.Errorf("the address says the host already: write %s %s://%s%s, or the path alone", r.Method, r.Scheme, value, r.Target)
	case strings.EqualFold(name, "Host"):
		r.Host = value
		return nil
	}
	r.Header = append(r.Header, Field{http.CanonicalHeaderKey(name), value})
	return nil
}

func (r *Request) checkBody() error {
	hasType := slices.ContainsFunc(r.Header, func(f Field) bool { return f.Name == "Content-Type" })
	switch {
	case r.Body == "":
		return nil
	case r.Reads():
		return fmt.Errorf("a %s request has no body", r.Method)
	case len(r.Body) > BodyLimit:
		return fmt.Errorf("the body has %d bytes, and may have %d", len(r.Body), BodyLimit)
	case !hasType:
		return errors.New("say what the body is, in a header: Content-Type: application/json")
	}
	return nil
}

// Reads reports whether a request changes nothing, by the rules of HTTP, so that it may be repeated.
func (r *Request) Reads() bool {
	return slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions}, r.Method)
}

// URL returns the address, with the given host if it names none.
func (r *Request) URL(host string) string {
	if r.Host != "" {
		host = r.Host
	}
	return r.Scheme + "://" + host + r.Target
}

// Text returns the request as text, which identifies it.
func (r *Request) Text(host string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.Method, r.URL(host))
	for _, f := range r.Header {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Value)
	}
	if r.Body != "" {
		b.WriteString("\n" + r.Body)
	}
	return b.String()
}

// String names the request in a sentence.
func (r *Request) String() string {
	if r.Host == "" {
		return r.Method + " " + r.Target
	}
	return r.Method + " " + r.URL("")
}

package request

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"GET /healthz":                                         "GET http://web/healthz\n",
		"GET https://shop.example?page=2":                      "GET https://shop.example/?page=2\n",
		"GET http://$(value:ip):8080/a":                        "GET http://$(value:ip):8080/a\n",
		"GET $(value:order)":                                   "GET http://$(value:order)/\n",
		"GET /orders/$(value:id)\nHost: shop.test":             "GET http://shop.test/orders/$(value:id)\n",
		"POST /orders\ncontent-type: text/plain\n\none\n\ntwo": "POST http://web/orders\nContent-Type: text/plain\n\none\n\ntwo",
	} {
		r, err := Parse(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := r.Text("web"); got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

// TestNoRequest: a request that would not be sent as written is refused, with its line.
func TestNoRequest(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "line 1: write the method",
		"GET":                                  "line 1: write the method",
		"get /":                                "did you mean GET",
		"FETCH /":                              "is not an HTTP method",
		"GET / HTTP/1.1":                       "leave out HTTP/1.1",
		"GET healthz":                          "line 1: write the method",
		"GET ftp://shop/":                      "line 1: write the method",
		"GET /a#b":                             "remove it",
		"GET http://a:b@shop/":                 "Authorization",
		"GET /\nAccept":                        "line 2: write a header",
		"GET /\nAccept: a\nX y: b":             "line 3: write a header",
		"GET /\nContent-Length: 4":             "sent by itself",
		"GET http://shop/\nHost: other":        "says the host already",
		"GET /\nContent-Type: text/plain\n\nx": "has no body",
		"POST /\n\n{}":                         "Content-Type: application/json",
		"POST /\nContent-Type: text/plain\n\n" + strings.Repeat("x", BodyLimit+1): "may have 65536",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestReads: only methods that HTTP calls safe may be repeated.
func TestReads(t *testing.T) {
	for method, want := range map[string]bool{"GET": true, "HEAD": true, "OPTIONS": true, "POST": false, "PUT": false, "PATCH": false, "DELETE": false} {
		r, err := Parse(method + " /")
		if err != nil || r.Reads() != want {
			t.Errorf("%s: %v, %v", method, r, err)
		}
	}
}

package probe_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/listentest"
	"github.com/gherkind/gherkind/internal/probe"
)

// TestSilenceIsNoConnection: a server that accepts a connection exists, whatever it sends.
func TestSilenceIsNoConnection(t *testing.T) {
	for name, says := range map[string]string{"another protocol": "HELO\r\n", "nothing": "", "half of an answer": "HTTP/1.1 200 OK\r\n"} {
		url := saying(t, says)
		err := probe.Silence(probe.Get, url)(t.Context())
		if err == nil || !strings.Contains(err.Error(), "accepted the connection") {
			t.Errorf("%s: %v", name, err)
		}
	}
	url := saying(t, "HTTP/1.1 200 OK\r\n\r\n")
	if err := probe.Silence(probe.Get, url)(t.Context()); err == nil || !strings.Contains(err.Error(), "answered HTTP 200") {
		t.Errorf("an answer: %v", err)
	}
	if err := probe.Silence(probe.Get, "http://"+listentest.Nobody(t)+"/")(t.Context()); err != nil {
		t.Errorf("nobody: %v", err)
	}
}

// TestWithoutReadsWhatIsCutOff: a text that arrived counts, even if the rest of the page did not.
func TestWithoutReadsWhatIsCutOff(t *testing.T) {
	url := saying(t, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nWelcome")
	if err := probe.Without(probe.Get, url, "Welcome")(t.Context()); err == nil || !strings.Contains(err.Error(), "with the text") {
		t.Errorf("got %v", err)
	}
	if err := probe.Without(probe.Get, url, "Goodbye")(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestWithoutReadsNotAllOfALongPage: whether the text occurs after the part that is read is unknown.
func TestWithoutReadsNotAllOfALongPage(t *testing.T) {
	long := strings.Repeat("x", probe.BodyLimit) + "Welcome"
	url := saying(t, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(long), long))
	for _, text := range []string{"Welcome", "Goodbye"} {
		if err := probe.Without(probe.Get, url, text)(t.Context()); err == nil || !strings.Contains(err.Error(), "is not known") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// saying serves a text on each connection after its request has arrived, and returns the URL.
func saying(t *testing.T, text string) string {
	t.Helper()
	return "http://" + listentest.Serve(t, func(conn net.Conn) {
		_, _ = conn.Read(make([]byte, 1024))
		_, _ = io.WriteString(conn, text)
		_ = conn.Close()
	}) + "/"
}

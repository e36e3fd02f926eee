package outside

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestReach: the address of a node leads to the node, to another host, or nowhere.
func TestReach(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler()) // its certificate is for example.com
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		nodes map[string]string
		want  string
	}{
		"the node":      {map[string]string{"example.com": "127.0.0.1"}, ""},
		"one of two":    {map[string]string{"example.com": "127.0.0.1", "other": "127.0.0.1"}, ""},
		"somebody else": {map[string]string{"worker": "127.0.0.1"}, "is not node worker"},
		"nowhere":       {map[string]string{"worker": "nowhere.invalid"}, "nowhere.invalid"},
		"no node":       {nil, "no node"},
	} {
		err := reach(t.Context(), c.nodes, port)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package kube

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	remoteproto "k8s.io/apimachinery/pkg/util/remotecommand"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/streaming/pkg/httpstream"
	"k8s.io/streaming/pkg/httpstream/spdy"
	"k8s.io/streaming/pkg/httpstream/wsstream"
)

// connection is the key of a request's network connection.
type connection struct{}

// serveStreams is an API server whose handler gets the network connection of a request, to cut it.
func serveStreams(t *testing.T, handler func(http.ResponseWriter, *http.Request, net.Conn)) *Client {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _ := r.Context().Value(connection{}).(net.Conn)
		handler(w, r, conn)
	}))
	server.Config.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		return context.WithValue(ctx, connection{}, conn)
	}
	server.Start()
	t.Cleanup(server.Close)
	return clientOf(t, server.URL)
}

func exit(code string) map[string]any {
	return status(500, string(remoteproto.NonZeroExitCodeReason), "command terminated with exit code "+code, map[string]any{"reason": "ExitCode", "message": code})
}

// TestACommandThatIsLost: a connection that breaks before the end of a command was reported says nothing about the command, nor
// does an API server or kubelet that could not connect further. What the node says about the command counts.
func TestACommandThatIsLost(t *testing.T) {
	for name, c := range map[string]struct {
		tells any // nil if the connection breaks before
		code  int
		says  string
		lost  bool
	}{
		"it succeeds":                   {map[string]any{"status": "Success"}, 0, "", false},
		"it fails":                      {exit("3"), 3, "", false},
		"the connection breaks":         {nil, 0, "websocket: close 1006", true},
		"there is no such container":    {status(500, "InternalError", `container not found ("app")`), 0, "container not found", false},
		"the runtime cannot run it":     {status(500, "InternalError", "Internal error occurred: error executing command in container: no shim"), 0, "no shim", false},
		"its kubelet does not listen":   {status(500, "InternalError", `Internal error occurred: error sending request: Post "https://10.0.0.1:10250/exec": dial tcp 10.0.0.1:10250: connect: connection refused`), 0, "refused", true},
		"it speaks of such an error":    {status(500, "InternalError", `curl: error sending request: Post "https://10.0.0.1"`), 0, "curl", false},
		"it cannot be found any longer": {status(404, "NotFound", `pods "web" not found`), 0, "not found", false},
	} {
		client := serveStreams(t, func(w http.ResponseWriter, r *http.Request, network net.Conn) {
			conn := wsstream.NewConn(map[string]wsstream.ChannelProtocolConfig{remoteproto.StreamProtocolV5Name: {Binary: true, Channels: []wsstream.ChannelType{
				wsstream.IgnoreChannel, wsstream.WriteChannel, wsstream.WriteChannel, wsstream.WriteChannel, wsstream.IgnoreChannel,
			}}})
			_, streams, err := conn.Open(w, r)
			if err == nil {
				_, err = streams[remoteproto.StreamStdOut].Write([]byte("begun\n"))
			}
			if err == nil && c.tells == nil {
				err = network.Close()
			} else if err == nil {
				err = errors.Join(json.NewEncoder(streams[remoteproto.StreamErr]).Encode(c.tells), conn.Close())
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
		result, err := client.Exec(t.Context(), "n", "web", "app", []string{"true"}, nil)
		if result.ExitCode != c.code || (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) || errors.As(err, new(*Unreached)) != c.lost {
			t.Errorf("%s: %+v, %v", name, result, err)
		}
	}
}

// spdyOnly is a server without websockets.
func spdyOnly(w http.ResponseWriter, r *http.Request, protocol string, accept func(httpstream.Stream)) httpstream.Connection {
	if r.Method != http.MethodPost {
		http.Error(w, "no websocket", http.StatusBadRequest)
		return nil
	}
	w.Header().Set(httpstream.HeaderProtocolVersion, protocol)
	return spdy.NewResponseUpgrader().UpgradeResponse(w, r, func(s httpstream.Stream, replied <-chan struct{}) error {
		go func() {
			<-replied
			accept(s)
		}()
		return nil
	})
}

// TestACommandThatIsLostBySPDY: with SPDY, a closed connection looks like the end of a command that succeeded.
func TestACommandThatIsLostBySPDY(t *testing.T) {
	for name, c := range map[string]struct {
		tells any
		lost  bool
	}{
		"it succeeds":              {map[string]any{"status": "Success"}, false},
		"the connection is closed": {nil, true},
	} {
		client := serveStreams(t, func(w http.ResponseWriter, r *http.Request, network net.Conn) {
			ready := make(chan httpstream.Stream, 3)
			conn := spdyOnly(w, r, remoteproto.StreamProtocolV4Name, func(s httpstream.Stream) { ready <- s })
			if conn == nil {
				return
			}
			for range 3 {
				s := <-ready
				if s.Headers().Get(corev1.StreamType) == corev1.StreamTypeError && c.tells != nil {
					if err := json.NewEncoder(s).Encode(c.tells); err != nil {
						t.Error(err)
					}
				}
			}
			if c.tells == nil {
				_ = network.Close()
			} else if err := conn.Close(); err != nil {
				t.Error(err)
			}
		})
		_, err := client.Exec(t.Context(), "n", "web", "app", []string{"true"}, nil)
		if (err != nil) != c.lost || errors.As(err, new(*Unreached)) != c.lost {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAPortForwardThatIsLost: if its connection to the node breaks, or the node does not answer, a request says nothing about
// the pod. If the pod closes its connection, or nothing listens there, it does.
func TestAPortForwardThatIsLost(t *testing.T) {
	// data handles the request, and alive the question whether the node is still there.
	for name, c := range map[string]struct {
		data   func(data, failed httpstream.Stream, network net.Conn)
		silent bool // the node no longer answers
		lost   bool
		missed bool
		either bool // missed or not: the connection may break before the client has been told that its stream is there
	}{
		"the pod hangs up": {data: func(data, failed httpstream.Stream, _ net.Conn) {
			_, _ = data.Read(make([]byte, 1))
			_, _ = data.Close(), failed.Close()
		}},
		"nobody listens": {data: func(data, failed httpstream.Stream, _ net.Conn) {
			_, _ = io.WriteString(failed, "failed to connect to localhost:80 inside namespace: dial tcp4 127.0.0.1:80: connect: connection refused")
			_, _ = failed.Close(), data.Close()
		}, missed: true},
		"the connection breaks": {data: func(data, _ httpstream.Stream, network net.Conn) {
			_, _ = data.Read(make([]byte, 1))
			_ = network.Close()
		}, lost: true},
		"it breaks at once": {data: func(_, _ httpstream.Stream, network net.Conn) { _ = network.Close() }, lost: true, either: true},
		"the node is silent": {data: func(data, failed httpstream.Stream, _ net.Conn) {
			_, _ = data.Read(make([]byte, 1))
			_, _ = data.Close(), failed.Close()
		}, silent: true, lost: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := serveStreams(t, func(w http.ResponseWriter, r *http.Request, network net.Conn) {
				pair := make(chan httpstream.Stream, 2)
				if r.Method != http.MethodPost {
					http.Error(w, "no websocket", http.StatusBadRequest)
					return
				}
				w.Header().Set(httpstream.HeaderProtocolVersion, portforward.PortForwardProtocolV1Name)
				conn := spdy.NewResponseUpgrader().UpgradeResponse(w, r, func(s httpstream.Stream, _ <-chan struct{}) error {
					switch {
					case s.Headers().Get(corev1.PortForwardRequestIDHeader) != "alive":
						pair <- s
					case c.silent:
						<-r.Context().Done()
					}
					return nil
				})
				failed, data := <-pair, <-pair
				c.data(data, failed, network)
				<-conn.CloseChan()
			})
			forward, err := client.PortForward(t.Context(), "n", "web", 80)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := forward.Close(); err != nil {
					t.Error(err)
				}
			}()
			conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", forward.Address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			_, _ = io.WriteString(conn, "x")
			if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			_, ended := conn.Read(make([]byte, 1))
			got := forward.Reached(t.Context(), ended)
			if errors.As(got, new(*Unreached)) != c.lost || forward.Missed() != c.missed && !c.either || ended == nil {
				t.Errorf("%v, missed %t, the node says %q", got, forward.Missed(), forward.Trouble())
			}
		})
	}
}

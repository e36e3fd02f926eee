package probe

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestViaKeepsToTheDevice(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) }))
	defer server.Close()
	reply, err := Via("127.0.0.1")(t.Context(), server.URL)
	if err != nil || reply.Status != 200 || reply.Body != "hello" {
		t.Errorf("by the loopback device: %+v, %v", reply, err)
	}
	if _, err := Via("nowhere.invalid")(t.Context(), server.URL); err == nil || !strings.Contains(err.Error(), "nowhere.invalid") {
		t.Errorf("no way: %v", err)
	}
}

// TestBoundToAnotherDevice: a server on the loopback device is not found through any other.
func TestBoundToAnotherDevice(t *testing.T) {
	device := ""
	devices, err := net.Interfaces()
	for _, d := range devices {
		if d.Flags&net.FlagUp != 0 && d.Flags&net.FlagLoopback == 0 {
			device = d.Name
		}
	}
	if err != nil || device == "" || runtime.GOOS != "linux" {
		t.Skipf("needs Linux and a network device besides the loopback one (%v)", err)
	}
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if reply, err := By(dialHere(&net.Dialer{Control: bindTo(device)}))(ctx, server.URL); err == nil {
		t.Errorf("by device %s: %+v", device, reply)
	}
}

func TestDeviceTo(t *testing.T) {
	name, err := deviceTo(t.Context(), "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	device, err := net.InterfaceByName(name)
	if err != nil || device.Flags&net.FlagLoopback == 0 {
		t.Errorf("127.0.0.1 is on %q (%v), which is no loopback device", name, err)
	}
}

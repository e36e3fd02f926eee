//go:build unix

package cli

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"

	"github.com/gherkind/gherkind/internal/proving"
)

// TestOnClusterWithABucket: the results are stored in a server with the S3 protocol, and nothing is left in it. The server
// listens on this machine's address in the network of the nodes, which pods can reach.
func TestOnClusterWithABucket(t *testing.T) {
	proving.Only(t, "make prove stores results in a bucket")
	v := &victim{sandbox: newSandbox(t, inPods)}
	v.on(v.connected())
	before := v.look()
	store, written := s3mem.New(), &atomic.Int64{}
	if err := store.CreateBucket(t.Context(), "results"); err != nil {
		t.Fatal(err)
	}
	key, secret := "somebody", "a long secret"
	server := gofakes3.New(store, gofakes3.WithV4Auth(map[string]string{key: secret})).Server()
	here := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			written.Add(1)
		}
		server.ServeHTTP(w, r)
	}))
	here.Listener = onTheNetworkOfNodes(t)
	here.Start()
	t.Cleanup(here.Close)
	v.env = append(os.Environ(), "AWS_ENDPOINT_URL="+here.URL, "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID="+key, "AWS_SECRET_ACCESS_KEY="+secret)
	v.says(t, exitFailed, []string{"4 passed", "1 failed"}, "--allow-commands", "--report", "json:whole.json")
	v.says(t, exitFailed, []string{"4 passed", "1 failed"}, "--allow-commands", "--on-cluster", "--runners", "2", "--results", "s3://results/of/runs", "--report", "json:merged.json")
	if whole, merged := v.reported(t, "whole.json"), v.reported(t, "merged.json"); len(whole) != 6 || !slices.Equal(whole, merged) {
		t.Errorf("here %q\nin pods %q", whole, merged)
	}
	left, err := store.ListBucket(t.Context(), "results", nil, gofakes3.ListBucketPage{})
	if err != nil || len(left.Contents) > 0 || written.Load() != 4 {
		t.Errorf("%d results were written, and %d are left (%v)", written.Load(), len(left.Contents), err)
	}
	v.nothingLeft(t, before, 0)
}

// onTheNetworkOfNodes listens on this machine's address in the Docker network "kind".
func onTheNetworkOfNodes(t *testing.T) net.Listener {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "docker", "network", "inspect", "kind", "--format", "{{range .IPAM.Config}}{{.Gateway}} {{end}}").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range strings.Fields(string(out)) {
		if ip := net.ParseIP(address); ip == nil || ip.To4() == nil {
			continue
		}
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", net.JoinHostPort(address, "0"))
		if err != nil {
			t.Skipf("this machine has no address in the network of the nodes: %v", err)
		}
		return listener
	}
	t.Skip("the network of the nodes has no gateway with IPv4")
	return nil
}

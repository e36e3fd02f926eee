package outside

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// TestTheAskingContainerIsKilled: if the container is killed, the pending request gets no answer that counts, and the next one is
// sent from a new container.
func TestTheAskingContainerIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("needs the kind cluster; -short leaves it out")
	}
	const cluster = "gherkind"
	containers, err := docker.OfCluster(t.Context(), cluster)
	if err != nil || docker.FirstControlPlane(containers) == "" {
		t.Fatalf("there is no cluster %s: %v", cluster, err)
	}
	node := docker.FirstControlPlane(containers)
	c := &Container{Cluster: cluster, Run: "killed-test", Node: node, Network: docker.KindNetwork}
	t.Cleanup(func() {
		if err := c.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	ask := func() error {
		conn, _, err := c.Connect(t.Context(), node+":6443", false, 10*time.Second)
		if err != nil {
			return err
		}
		return conn.Close()
	}
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	onItsWay, _, err := c.Connect(t.Context(), node+":6443", false, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := command.New("docker", "inspect", "--format", "{{.State.Pid}}", c.name()).Output(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		err = command.New("kill", "-9", strings.TrimSpace(pid)).Run(t.Context())
	} else {
		err = command.New("docker", "kill", c.name()).Run(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := onItsWay.Read(make([]byte, 1)); !errors.As(err, new(*Unasked)) {
		t.Errorf("the interrupted connection ended with %v, want an infrastructure error", err)
	}
	if err := ask(); err != nil {
		t.Errorf("the next request: %v", err)
	}
}

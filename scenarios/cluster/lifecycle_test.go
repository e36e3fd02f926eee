package cluster

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// The lifecycle is tested on a separate small cluster, step by step, because each state results from the one before.
func TestLifecycle(t *testing.T) {
	if testing.Short() {
		t.Skip("creates a kind cluster; -short leaves it out")
	}
	ctx := t.Context()
	o := Options{Name: ownName("life"), Topology: "testdata/one-node.yaml", StateDir: t.TempDir(), Progress: logged{t}}
	t.Cleanup(func() {
		if err := Down(context.WithoutCancel(ctx), o); err != nil {
			t.Error(err)
		}
	})
	mustDown(t, o)

	t.Run("an interrupt while it is created leaves nothing", func(t *testing.T) { interrupt(t, o) })
	c := up1(t, o, "created in ")
	if !c.Ours || len(c.Nodes) != 1 || c.Nodes[0].Role != "control-plane" || c.Nodes[0].Address == "" {
		t.Errorf("got %+v", c)
	}
	up1(t, o, "reused")

	runDocker(t, "stop", "--time", "0", c.Nodes[0].Container)
	if s := state(t, o); !strings.Contains(s.Trouble, "cluster up") {
		t.Errorf("the status of a stopped cluster does not say what to do:\n%s", s)
	}
	up1(t, o, "started again")

	other := o
	other.Topology = "testdata/one-node-labelled.yaml"
	for _, others := range []runsOf{busy{}, &slow{silent: 3}} {
		said := &heard{}
		other.others, other.Progress = others, said
		if _, err := Up(ctx, other); !errors.As(err, new(*EnvironmentError)) || !strings.Contains(err.Error(), "run busy uses it") {
			t.Fatalf("a cluster in use was recreated: %v", err)
		}
		if strings.Contains(said.text, "is recreated") {
			t.Errorf("it reports recreating the cluster:\n%s", said.text)
		}
	}
	up1(t, o, "reused")
	other.Progress = o.Progress
	other.others = nil
	up1(t, other, "recreated in ", "topology or node image has changed")

	// It is enough that it would be recreated, because it has just been recreated.
	runDocker(t, "exec", c.Nodes[0].Container, "rm", completeFile)
	other.others = busy{}
	if _, err := Up(ctx, other); err == nil || !strings.Contains(err.Error(), "its creation was interrupted") {
		t.Errorf("an incomplete cluster is used: %v", err)
	}

	mustDown(t, o)
	if s := state(t, o); s.Exists {
		t.Errorf("the cluster still exists:\n%s", s)
	}
}

// busy says that another run uses the cluster.
type busy struct{}

func (busy) Running(context.Context, *rest.Config) ([]string, error) { return []string{"busy"}, nil }
func (busy) AwaitNodes(context.Context, *rest.Config, []string, func(string)) error {
	return errors.New("no node is stopped")
}

// slow is like busy, but the API server answers only after several requests.
type slow struct {
	busy
	silent int
}

func (s *slow) Running(ctx context.Context, config *rest.Config) ([]string, error) {
	if s.silent--; s.silent >= 0 {
		return nil, errors.New("etcdserver: leader changed")
	}
	return s.busy.Running(ctx, config)
}

// heard is a Progress that records its text.
type heard struct{ text string }

func (h *heard) Step(what string) { h.text += what + "\n" }
func (*heard) Done(string)        {}
func (h *heard) Info(line string) { h.text += line + "\n" }

func up1(t *testing.T, o Options, how ...string) *Cluster {
	t.Helper()
	c, err := Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range how {
		if !strings.Contains(c.How, part) {
			t.Fatalf("how: %q, want %q", c.How, part)
		}
	}
	return c
}

// interrupt cancels the context while kind is working.
func interrupt(t *testing.T, o Options) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o.Progress = hook(func(step string) {
		if strings.Contains(step, "starting control-plane") {
			cancel()
		}
	})
	if _, err := Up(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	have, err := docker.OfCluster(t.Context(), o.Name)
	if err != nil || len(have) > 0 {
		t.Errorf("left behind: %+v, %v", have, err)
	}
}

// TestClusterOfOthersIsLeftAlone creates a container that looks like a node of a kind cluster that gherkind did not create.
func TestClusterOfOthersIsLeftAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Docker; -short leaves it out")
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	o := Options{Name: ownName("others"), Topology: "testdata/one-node.yaml", StateDir: t.TempDir()}
	image := anyImage(t)
	runDocker(t, "create", "--name", o.Name+"-control-plane", "--label", docker.ClusterLabel+"="+o.Name,
		"--label", docker.RoleLabel+"=control-plane", "--entrypoint", "/bin/true", image)
	t.Cleanup(func() {
		if err := command.New("docker", "rm", o.Name+"-control-plane").Run(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	var environment *EnvironmentError
	if _, err := Up(t.Context(), o); !errors.As(err, &environment) || !strings.Contains(err.Error(), "did not create it") {
		t.Errorf("Up: %v", err)
	}
	if err := Down(t.Context(), o); !errors.As(err, &environment) || !strings.Contains(err.Error(), "did not create it") {
		t.Errorf("Down: %v", err)
	}
	if s := state(t, o); !s.Exists || s.Ours {
		t.Errorf("got %+v", s)
	}
}

// ownName returns a unique name for a cluster.
func ownName(what string) string { return "gherkind-" + what + "-" + strings.ToLower(rand.Text()[:6]) }

func anyImage(t *testing.T) string {
	t.Helper()
	out, err := command.New("docker", "images", "--quiet").Output(t.Context())
	ids := strings.Fields(out)
	if err != nil || len(ids) == 0 {
		t.Fatalf("Docker has no image for a container: %v", err)
	}
	return ids[0]
}

func mustDown(t *testing.T, o Options) {
	t.Helper()
	if err := Down(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

func state(t *testing.T, o Options) *Status {
	t.Helper()
	s, err := State(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func runDocker(t *testing.T, args ...string) {
	t.Helper()
	if err := command.New("docker", args...).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// logged writes progress to the test log.
type logged struct{ t *testing.T }

func (l logged) Step(what string)   { l.t.Log(what) }
func (l logged) Done(detail string) { l.t.Log("done", detail) }
func (l logged) Info(line string)   { l.t.Log(line) }

// hook calls a function for each step.
type hook func(step string)

func (h hook) Step(what string) { h(what) }
func (hook) Done(string)        {}
func (hook) Info(string)        {}

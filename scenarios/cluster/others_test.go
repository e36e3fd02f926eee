package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/runlock"
)

// TestNodesThatAnotherRunHasStopped: if the API server is stopped, too, no Lease and no journal can be read. The nodes are not
// started before the other run has ended.
func TestNodesThatAnotherRunHasStopped(t *testing.T) {
	fake := newDocker(t, nodeOf("c", "control-plane", "exited", false), nodeOf("c", "worker", "running", true))
	use, waited := otherRun(t, "other", "c"), false
	w := desired{options: Options{Name: "c", Run: "mine", StateDir: t.TempDir(), Progress: hook(func(what string) {
		waited = strings.Contains(what, "wait until run other (process") && strings.Contains(what, "has started its API server again")
		if started := fake.asked("start"); len(started) > 0 {
			t.Errorf("it started nodes that another run has stopped: %q", started)
		}
		if err := use.End(); err != nil {
			t.Error(err)
		}
	})}.withDefaults()}
	have, err := docker.OfCluster(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	have, err = w.awaitOthers(t.Context(), have)
	if err != nil || len(down(have)) != 1 {
		t.Errorf("afterwards: %+v, %v", have, err)
	}
	if !waited {
		t.Error("it did not wait")
	}
}

// TestAClusterThatIsNotReadyBesideAnotherRun: it is waited for while the other run is running, and only then judged.
func TestAClusterThatIsNotReadyBesideAnotherRun(t *testing.T) {
	newDocker(t, nodeOf("c", "control-plane", "exited", false))
	use := otherRun(t, "other", "c")
	trouble := &EnvironmentError{Doing: "wait for the nodes"}
	asked, said := 0, 0
	w := desired{options: Options{Name: "c", Run: "mine", StateDir: t.TempDir(), Progress: hook(func(what string) {
		if said++; !strings.Contains(what, "run other (process") || !strings.Contains(what, "wait for the nodes") {
			t.Errorf("progress %q", what)
		}
	})}.withDefaults()}
	c, err := w.reviveBeside(t.Context(), nil, func(context.Context, []docker.Container) (*Cluster, error) {
		if asked++; asked < 3 {
			return nil, trouble
		}
		return &Cluster{}, nil
	})
	if c == nil || err != nil || asked != 3 || said != 1 {
		t.Errorf("until it is ready: %v, %v, %d attempts, %d messages", c, err, asked, said)
	}
	asked = 0
	_, err = w.reviveBeside(t.Context(), nil, func(context.Context, []docker.Container) (*Cluster, error) {
		if asked++; asked == 2 {
			if err := use.End(); err != nil {
				t.Error(err)
			}
		}
		return nil, trouble
	})
	if !errors.Is(err, trouble) || asked != 2 {
		t.Errorf("after the other run has ended: %v, %d attempts", err, asked)
	}
	refused := errors.New("not trouble of the cluster")
	asked = 0
	_, err = w.reviveBeside(t.Context(), nil, func(context.Context, []docker.Container) (*Cluster, error) {
		asked++
		return nil, refused
	})
	if !errors.Is(err, refused) || asked != 1 {
		t.Errorf("an error that a new cluster would not solve: %v, %d attempts", err, asked)
	}
}

// TestUpFromGoKnowsTheOthers: with the zero Options, Up finds the runs that use the cluster by its Leases, and on this machine.
func TestUpFromGoKnowsTheOthers(t *testing.T) {
	newDocker(t)
	otherRun(t, "here", "c")
	now := time.Now().UTC().Format("2006-01-02T15:04:05.000000Z")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"kind": "LeaseList", "apiVersion": "coordination.k8s.io/v1", "metadata": {}, "items": [{"metadata": {"name": "gherkind-run-elsewhere",
		  "labels": {"gherkind/run": "elsewhere"}}, "spec": {"holderIdentity": "elsewhere", "renewTime": %q}}]}`, now)
	}))
	t.Cleanup(server.Close)
	o := Options{Name: "c", StateDir: t.TempDir()}.withDefaults()
	if _, are := o.others.(runlock.Others); !are {
		t.Fatalf("the others are %T", o.others)
	}
	have := []docker.Container{{ID: "ee10e8", Name: "c-control-plane", Cluster: "c", Role: "control-plane", Running: true, API: server.Listener.Addr().String()}}
	keepKubeconfig(t, o, have, server.URL)
	w := desired{options: o}
	if runs, _ := w.runs(t.Context(), have); !slices.Equal(runs, []string{fmt.Sprintf("run here (process %d)", os.Getpid()), "run elsewhere"}) {
		t.Errorf("got %q", runs)
	}
	if err := w.mustBeUnused(t.Context(), have, "its topology has changed"); !errors.As(err, new(*EnvironmentError)) {
		t.Errorf("a cluster in use would be recreated: %v", err)
	}
}

// TestAClusterThatOthersHaveJoined: a cluster is not deleted by the run that created it while other runs use it.
func TestAClusterThatOthersHaveJoined(t *testing.T) {
	fake := newDocker(t, nodeOf("c-ha", "control-plane", "running", true))
	o := Options{Name: "c-ha", StateDir: t.TempDir()}
	use := otherRun(t, "other", "c-ha")
	users, err := DownUnused(t.Context(), o)
	if err != nil || len(users) != 1 || !strings.HasPrefix(users[0], "run other (process ") {
		t.Errorf("users %q, %v", users, err)
	}
	if removed := fake.asked("rm"); len(removed) > 0 {
		t.Errorf("it was deleted: %q", removed)
	}
	if no := InUse("c-ha", users); !errors.As(no, new(*EnvironmentError)) || !strings.Contains(no.Error(), "run other") || !strings.Contains(no.Error(), "--force") {
		t.Errorf("InUse returns %v", no)
	}
	if InUse("c-ha", nil) != nil {
		t.Error("InUse returns an error without users")
	}
	if err := use.End(); err != nil {
		t.Fatal(err)
	}
	if users, err = DownUnused(t.Context(), o); err != nil || len(users) > 0 || len(fake.asked("rm")) == 0 {
		t.Errorf("after the other run has ended: users %q, %v, docker %q", users, err, fake.asked(""))
	}
}

// turns is a run that changes the nodes each time it is asked about them.
type turns struct {
	change []func()
	asked  []string
}

func (*turns) Running(context.Context, *rest.Config) ([]string, error) { return []string{"other"}, nil }

func (r *turns) AwaitNodes(_ context.Context, _ *rest.Config, nodes []string, _ func(string)) error {
	r.change[len(r.asked)]()
	r.asked = append(r.asked, strings.Join(nodes, " "))
	return nil
}

// TestANodeThatIsStoppedMeanwhile: while a node is waited for, the other run stops another one. That one is waited for too.
func TestANodeThatIsStoppedMeanwhile(t *testing.T) {
	is := func(worker2, worker3 string) []string {
		return []string{
			planeOf("c"), nodeOf("c", "worker2", worker2, worker2 == "running"),
			nodeOf("c", "worker3", worker3, worker3 == "running"),
		}
	}
	fake := newDocker(t, is("running", "exited")...)
	run := &turns{change: []func(){
		func() { fake.has(is("exited", "running")...) },
		func() { fake.has(is("exited", "paused")...) },
		func() {}, // nobody keeps them stopped any more
	}}
	have, err := awaitBeside(t, run)
	if want := []string{"c-worker3", "c-worker2", "c-worker2 c-worker3"}; err != nil || !slices.Equal(run.asked, want) {
		t.Errorf("it asked for the nodes %q, want %q; %v", run.asked, want, err)
	}
	if left := down(have); !slices.Equal(left, []string{"c-worker2", "c-worker3"}) {
		t.Errorf("to be started: %q", left)
	}
}

// TestAServerThatDoesNotSayWhoRuns: a run of this machine uses the cluster, and the API server does not answer the question for runs
// once. Its nodes are waited for all the same.
func TestAServerThatDoesNotSayWhoRuns(t *testing.T) {
	fake := newDocker(t, planeOf("c"), nodeOf("c", "worker", "exited", false))
	otherRun(t, "other", "c")
	run := &forgetful{turns: turns{change: []func(){
		func() {
			fake.has(planeOf("c"), nodeOf("c", "worker", "running", true))
		},
	}}}
	have, err := awaitBeside(t, run)
	if err != nil || len(down(have)) > 0 || !slices.Equal(run.asked, []string{"c-worker"}) {
		t.Errorf("it asked for %q; to be started: %q, %v", run.asked, down(have), err)
	}
}

// TestARunThatKeepsANodeStopped: the error names the run and the node, also if the wait for them ended by its time limit.
func TestARunThatKeepsANodeStopped(t *testing.T) {
	newDocker(t, planeOf("c"), nodeOf("c", "worker", "exited", false))
	_, err := awaitBeside(t, keeps{})
	if !errors.As(err, new(*EnvironmentError)) || !strings.Contains(err.Error(), "run other keeps node c-worker") {
		t.Errorf("got %v", err)
	}
}

// awaitBeside calls awaitOthers for the containers of cluster c, which others use.
func awaitBeside(t *testing.T, others runsOf) ([]docker.Container, error) {
	t.Helper()
	w := desired{options: Options{Name: "c", Run: "mine", StateDir: t.TempDir(), others: others}.withDefaults()}
	have, err := docker.OfCluster(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	keepKubeconfig(t, w.options, have, "https://127.0.0.1:1")
	return w.awaitOthers(t.Context(), have)
}

// keeps is a run that does not start its node within the time limit.
type keeps struct{ busy }

func (keeps) AwaitNodes(_ context.Context, _ *rest.Config, nodes []string, _ func(string)) error {
	return fmt.Errorf("run other keeps node %s: %w", nodes[0], context.DeadlineExceeded)
}

// forgetful answers only every other question for runs.
type forgetful struct {
	turns

	questions int
}

func (r *forgetful) Running(ctx context.Context, config *rest.Config) ([]string, error) {
	if r.questions++; r.questions%2 == 0 {
		return nil, errors.New("etcdserver: leader changed")
	}
	return r.turns.Running(ctx, config)
}

// planeOf is a control plane with an address of its API server.
func planeOf(name string) string {
	node := strings.TrimSuffix(nodeOf(name, "control-plane", "running", true), "}")
	return node + `, "NetworkSettings": {"Ports": {"6443/tcp": [{"HostIP": "127.0.0.1", "HostPort": "1"}]}}}`
}

// keepKubeconfig writes the kubeconfig of a cluster to the state folder.
func keepKubeconfig(t *testing.T, o Options, have []docker.Container, server string) {
	t.Helper()
	text := originOf(have) + "apiVersion: v1\nkind: Config\ncurrent-context: c\ncontexts: [{name: c, context: {cluster: c, user: c}}]\nusers: [{name: c, user: {}}]\n" +
		"clusters: [{name: c, cluster: {server: '" + server + "'}}]\n"
	if err := os.WriteFile(filepath.Join(o.StateDir, o.Name+".kubeconfig"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

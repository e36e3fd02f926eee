package networkpolicy_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/cluster/addon/addontest"
	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/world"
)

// newWorld opens a scenario with the add-on. The watches must still run when it ends.
func newWorld(t *testing.T, c *cluster.Cluster) (w *world.World, end func()) {
	t.Helper()
	client, err := kube.New(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	t.Cleanup(hub.Stop)
	r := &world.Run{ID: strings.ToLower(rand.Text()[:6]), Client: client, Hub: hub, Timeouts: world.DefaultTimeouts(), Image: c.Images.Map}
	if err := r.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	member, err := runlock.Join(t.Context(), client, hub, r.ID, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	w = r.Open(world.Scenario{Name: "policies", URI: "features/x.feature", Line: 3, Tags: []string{"@addon:network-policy"}, Acts: []bool{true}})
	return w, func() {
		ctx := context.WithoutCancel(t.Context())
		if err := errors.Join(w.Close(ctx), r.Finish(ctx), member.Leave(ctx)); err != nil {
			t.Error(err)
		}
	}
}

func apply(t *testing.T, w *world.World, text string) error {
	t.Helper()
	m, err := kube.ParseManifest("x.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return w.Apply(t.Context(), m)
}

// signal sends a signal to the program on a node.
func signal(t *testing.T, node, name string) {
	t.Helper()
	if _, err := docker.ExecOutput(context.WithoutCancel(t.Context()), node, "sh", "-c", "kill -"+name+" $(pidof enforcer)"); err != nil {
		t.Fatal(err)
	}
}

const policyText = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: closed}, spec: {podSelector: {matchLabels: {app: LABEL}}, policyTypes: [Ingress]}}"

// TestAPolicyIsInForceWhenItsWriteReturns: a write of a policy waits for the programs of all nodes, and is undecided without one of
// them. So is an answer from the network while one of them does not run.
func TestAPolicyIsInForceWhenItsWriteReturns(t *testing.T) {
	c, _ := addontest.Up(t, "network-policy")
	w, end := newWorld(t, c)
	defer end()
	node := c.Nodes[len(c.Nodes)-1].Name
	if err := apply(t, w, strings.ReplaceAll(policyText, "LABEL", "a")); err != nil {
		t.Fatal(err)
	}
	signal(t, node, "STOP")
	defer signal(t, node, "CONT")
	w.Run.Timeouts.Watch = 2 * time.Second
	if err := apply(t, w, strings.ReplaceAll(policyText, "LABEL", "b")); !errors.Is(err, observe.ErrUnobserved) || !strings.Contains(err.Error(), node) {
		t.Errorf("without the program on node %s: %v", node, err)
	}
	policies, err := w.Resolve(t.Context(), "networkpolicies", "closed")
	if err != nil {
		t.Fatal(err)
	}
	remove := func(ctx context.Context, to *kube.Writer) error {
		_, err := to.Delete(ctx, policies)
		return err
	}
	if err := w.Write(t.Context(), remove); !errors.Is(err, observe.ErrUnobserved) {
		t.Errorf("a deletion without the program: %v", err)
	}
	w.Run.Timeouts.Watch = time.Minute
	signal(t, node, "CONT")
	if err := apply(t, w, strings.ReplaceAll(policyText, "LABEL", "c")); err != nil {
		t.Error(err)
	}
	if err := w.Write(t.Context(), remove); err != nil {
		t.Error(err)
	}
	answers(t, w, node)
}

// answers are judged with a pod on a node.
func answers(t *testing.T, w *world.World, node string) {
	t.Helper()
	if err := apply(t, w, "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {terminationGracePeriodSeconds: 1, nodeName: "+node+", tolerations: [{operator: Exists}], containers: [{name: c, image: nginx}]}}"); err != nil {
		t.Fatal(err)
	}
	pod, err := w.Resolve(t.Context(), "pods", "web")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := w.Timeline.Until(ctx, func(v observe.View) observe.Verdict {
		p := kube.As[corev1.Pod](v.Get(pod))
		return observe.Verdict{Met: p != nil && p.Status.Phase == corev1.PodRunning}
	}); err != nil {
		t.Fatal(err)
	}
	question := world.Question{Kind: world.QuestionContainer, Namespace: pod.Namespace, Pod: "web", Command: "true"}
	ask := func(meanwhile func()) error {
		_, err := world.Ask(t.Context(), w, question, func(context.Context) (string, error) { meanwhile(); return "", nil })
		return err
	}
	if err := ask(func() {}); err != nil {
		t.Errorf("while it runs: %v", err)
	}
	if err := ask(func() { signal(t, node, "KILL") }); !errors.Is(err, observe.ErrUnobserved) {
		t.Errorf("while it was started again: %v", err)
	}
	if err := ask(func() {}); err != nil {
		t.Errorf("when it runs again: %v", err)
	}
	w.Run.Timeouts.Watch = 2 * time.Second
	if err := ask(func() { signal(t, node, "STOP") }); !errors.Is(err, observe.ErrUnobserved) {
		t.Errorf("while it is stopped: %v", err)
	}
	signal(t, node, "CONT")
}

// TestTheLeasesAreThoseOfTheNodes: each program writes that of its node, and scenarios without the add-on cost no write.
func TestTheLeasesAreThoseOfTheNodes(t *testing.T) {
	c, _ := addontest.Up(t, "network-policy")
	leases, err := addontest.Client(t, c).CoordinationV1().Leases("network-policy").List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, node := range c.Nodes {
		has := false
		for i := range leases.Items {
			l := &leases.Items[i]
			has = has || l.Name == node.Name && slices.IndexFunc([]string{"pods", "namespaces", "policies"}, func(key string) bool { return l.Annotations["gherkind.local/"+key] == "" }) < 0
		}
		if !has {
			t.Errorf("node %s has no complete Lease", node.Name)
		}
	}
}
